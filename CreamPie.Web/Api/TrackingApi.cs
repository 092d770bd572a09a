using System.ComponentModel.DataAnnotations;
using CreamPie.Core.Accounts;
using CreamPie.Core.Archiving;
using CreamPie.Core.Ingestion.Files;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Market;
using CreamPie.Core.Querying;
using CreamPie.Core.Querying.Documents;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.DropFolder;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Core.Tracking;
using CreamPie.Web.Accounts.Keys;
using CreamPie.Web.Api.Contract;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CreamPie.Web.Api;

internal sealed record TrackRequest([property: Required] string? Symbol);

internal sealed record TrackAnswer(string Status, string Message, string Symbol);

/// <summary>Tracks and untracks symbols, requests pulls, imports files.</summary>
internal static class TrackingApi
{
    /// <summary>Room for the form around the file.</summary>
    private const int LargestForm = ParseInput.MaxBytes + (64 << 10);

    public static void MapTracking(this RouteGroupBuilder group)
    {
        group.MapPost("/track", TrackAsync).ForKeys(KeyScopes.Track)
            .Named(
                "TrackSymbol", "Track a symbol",
                "Starts tracking a symbol: its whole history is fetched and kept current. Repeating it changes nothing.")
            .ProducesProblem(StatusCodes.Status409Conflict);
        group.MapProgress();
        group.MapGet("/track", TrackedAsync).ForAdmins()
            .Named("ListTracked", "Tracked symbols", "Tracked symbols and the state of their pulls.");
        group.MapDelete("/tracked/{symbol}", UntrackAsync).RefusingMalformedSymbols().ForKeys(KeyScopes.Track)
            .Named(
                "UntrackSymbol", "Stop tracking a symbol",
                "Stops tracking a symbol: an analyst for themselves, an admin for everyone. Its bars are kept.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/import", ImportAsync).ForAdmins()
            .Named(
                "ImportFile", "Import a file",
                $"Imports a page or a CSV file of up to {ParseInput.MaxMegabytes} MB (multipart, field: file). "
                + $"The field basis says what the prices of a CSV are adjusted for: {ToldBasis.Words}.")
            .AddOpenApiOperationTransformer(ImportForm.DescribeAsync)
            .WithMetadata(new RequestSizeLimitAttribute(LargestForm))
            // In memory, where the whole file goes anyway: a container with a read-only root has no folder for temporary files.
            .WithFormOptions(memoryBufferThreshold: LargestForm)
            // Every write refuses the session cookie, so there is no cookie for a cross-site form to abuse.
            .DisableAntiforgery()
            .ProducesProblem(StatusCodes.Status507InsufficientStorage);
    }

    public static void MapRefresh(this RouteGroupBuilder stock) => stock.MapPost("/refresh", RefreshAsync)
        .ForAdmins().ForKeys(KeyScopes.Track)
        .Named("RefreshSymbol", "Refresh a symbol", "Pulls a tracked symbol as soon as its source is ready.")
        .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<Results<Ok<TrackAnswer>, ProblemHttpResult>> TrackAsync(
        TrackRequest request, Caller caller, Tracker tracker, CancellationToken cancellationToken)
    {
        if (!Symbol.TryParse(request.Symbol, out var symbol))
            return StockDataApi.MalformedSymbol();
        var stock = await tracker.TrackAsync(caller, symbol, cancellationToken);
        if (stock.FormerSymbol is { } ticker)
            return Problems.Conflict("retired", $"{symbol} is an earlier listing of {ticker} and is no longer pulled.");
        return TypedResults.Ok(new TrackAnswer(
            Status: "tracking", Message: $"Stock {stock.Symbol} is now being tracked", Symbol: stock.Symbol));
    }

    private static async Task<Results<Ok<ListPage<TrackItem>>, ProblemHttpResult>> TrackedAsync(
        [AsParameters] PageParameters paging,
        HttpRequest request, Caller caller, StockQuery stocks, CancellationToken cancellationToken)
    {
        var text = new QueryText();
        var page = text.Page(paging);
        if (text.Problem is not null)
            return text.Problem;
        var tracked = await stocks.TrackedAsync(caller, text: null, status: null, page, cancellationToken);
        return TypedResults.Ok(tracked with { Next = QueryText.Next(request, tracked.Cursor) });
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> UntrackAsync(
        Symbol symbol, Caller caller, Tracker tracker, CancellationToken cancellationToken)
    {
        if (caller.IsAdmin)
            return await tracker.UntrackAsync(caller, symbol, cancellationToken) ? TypedResults.NoContent() : NotTracked(symbol);
        return await tracker.StopAsync(caller, symbol, cancellationToken) == StopResult.NotTracked
            ? Problems.NotFound("notTracked", $"You do not track {symbol}.")
            : TypedResults.NoContent();
    }

    private static async Task<Results<Accepted<DocumentItem>, ProblemHttpResult>> RefreshAsync(
        Symbol symbol, Caller caller, ManualPulls pulls, CancellationToken cancellationToken) =>
        await pulls.RefreshAsync(caller, symbol, cancellationToken) switch
        {
            RefreshResult.Queued { Pull: var pull } => DocumentsApi.Accepted(pull),
            RefreshResult.StockPaused => Problems.Conflict("stockPaused", $"{symbol} is paused: reactivate it first."),
            RefreshResult.SourcesStopped => Problems.Conflict(
                "sourcesStopped", $"All sources of {symbol} are stopped because of an unknown layout: resume one under /admin/sources."),
            _ => NotTracked(symbol),
        };

    private static async Task<Results<Accepted<DocumentItem>, ProblemHttpResult>> ImportAsync(
        IFormFile? file, [FromForm] string? basis, Caller caller, FileImport import, DiskSpaceGuard disk,
        CancellationToken cancellationToken)
    {
        if (file is null)
            return Problems.Invalid("noFile", "Send the file as multipart/form-data in the field \"file\".");
        if (file.Length > ParseInput.MaxBytes)
        {
            return Problems.Of(
                StatusCodes.Status413PayloadTooLarge, "tooLarge", $"The file is larger than {ParseInput.MaxMegabytes} MB.");
        }
        if (ToldName(Path.GetFileName(file.FileName), basis) is not { } name)
        {
            return Problems.Invalid(
                "basis", $"basis says what the prices of a CSV are adjusted for: {ToldBasis.Words}. Other files say it themselves.");
        }
        if (disk.Paused is { } why)
            return Problems.Of(StatusCodes.Status507InsufficientStorage, "storagePaused", $"Imports are paused. {why}");
        var bytes = new byte[file.Length];
        await using (var stream = file.OpenReadStream())
            await stream.ReadExactlyAsync(bytes, cancellationToken);
        return DocumentsApi.Accepted(await import.ImportAsync(caller, name, bytes, cancellationToken));
    }

    /// <summary>What the importer says is kept in the name; null if it makes no sense.</summary>
    private static string? ToldName(string name, string? basis) =>
        string.IsNullOrWhiteSpace(basis) ? name
        : ToldBasis.BasisOf(basis.Trim()) is { } told ? ToldBasis.Write(name, told)
        : null;

    private static ProblemHttpResult NotTracked(Symbol symbol) => Problems.NotFound("notTracked", $"{symbol} is not tracked.");
}
