using CreamPie.Core.Accounts;
using CreamPie.Core.Archiving;
using CreamPie.Core.Ingestion.Files;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Market;
using CreamPie.Core.Querying;
using CreamPie.Core.Querying.Documents;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Core.Tracking;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CreamPie.Web.Api;

internal sealed record TrackRequest(string? Symbol);

internal sealed record TrackAnswer(string Status, string Message, string Symbol);

/// <summary>What is tracked, pulled and imported.</summary>
internal static class TrackingApi
{
    private const int LargestFile = 32 << 20;

    /// <summary>Room for the form around the file.</summary>
    private const int LargestForm = LargestFile + (64 << 10);

    public static void MapTracking(this RouteGroupBuilder group)
    {
        group.MapPost("/track", TrackAsync)
            .WithName("TrackSymbol")
            .WithSummary("Starts tracking a symbol: its whole history is fetched and kept current. Repeating it changes nothing.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("/track", TrackedAsync).ForAdmins()
            .WithName("ListTracked").WithSummary("Tracked symbols and the state of their pulls.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapDelete("/tracked/{symbol}", UntrackAsync).ForAdmins().RefusingMalformedSymbols()
            .WithName("UntrackSymbol").WithSummary("Stops tracking a symbol; its bars are kept.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/import", ImportAsync).ForAdmins()
            .WithName("ImportFile").WithSummary("Imports a page or a CSV file of up to 32 MB (multipart, field: file).")
            .WithMetadata(new RequestSizeLimitAttribute(LargestForm))
            // Every write refuses the session cookie, so there is no cookie for a cross-site form to abuse.
            .DisableAntiforgery()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status507InsufficientStorage);
    }

    public static void MapRefresh(this RouteGroupBuilder stock) => stock.MapPost("/refresh", RefreshAsync).ForAdmins()
        .WithName("RefreshSymbol").WithSummary("Pulls a tracked symbol as soon as its source is ready.")
        .ProducesProblem(StatusCodes.Status409Conflict);

    public static RouteHandlerBuilder ForAdmins(this RouteHandlerBuilder endpoint) => endpoint
        .RequireAuthorization(policy => policy.RequireRole(Roles.Admin))
        .ProducesProblem(StatusCodes.Status403Forbidden);

    private static async Task<Results<Ok<TrackAnswer>, ProblemHttpResult>> TrackAsync(
        TrackRequest request, Caller caller, Tracker tracker, CancellationToken cancellationToken)
    {
        if (!Symbol.TryParse(request.Symbol, out var symbol))
            return StockDataApi.MalformedSymbol();
        var stock = await tracker.TrackAsync(caller, symbol, cancellationToken);
        return TypedResults.Ok(new TrackAnswer("tracking", $"Stock {stock.Symbol} is now being tracked", stock.Symbol));
    }

    private static async Task<Results<Ok<ListPage<TrackItem>>, ProblemHttpResult>> TrackedAsync(
        [FromQuery] string? limit, [FromQuery] string? cursor,
        HttpRequest request, Caller caller, StockQuery stocks, CancellationToken cancellationToken)
    {
        var text = new QueryText();
        var page = text.Page(limit, cursor);
        if (text.Problem is not null)
            return text.Problem;
        var tracked = await stocks.TrackedAsync(caller, null, null, page, cancellationToken);
        return TypedResults.Ok(tracked with { Next = QueryText.Next(request, tracked.Cursor) });
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> UntrackAsync(
        Symbol symbol, Caller caller, Tracker tracker, CancellationToken cancellationToken) =>
        await tracker.UntrackAsync(caller, symbol, cancellationToken) ? TypedResults.NoContent() : NotTracked(symbol);

    private static async Task<Results<Accepted<DocumentItem>, ProblemHttpResult>> RefreshAsync(
        Symbol symbol, Caller caller, ManualPulls pulls, CancellationToken cancellationToken) =>
        await pulls.RefreshAsync(caller, symbol, cancellationToken) switch
        {
            RefreshResult.Queued { Pull: var pull } => DocumentsApi.Accepted(pull),
            RefreshResult.StockPaused => Problems.Of(
                StatusCodes.Status409Conflict, "stockPaused", $"{symbol} is paused: reactivate it first."),
            RefreshResult.SourcesStopped => Problems.Of(
                StatusCodes.Status409Conflict, "sourcesStopped",
                $"All sources of {symbol} are stopped because of an unknown layout: an admin can resume one under /admin/sources."),
            _ => NotTracked(symbol),
        };

    private static async Task<Results<Accepted<DocumentItem>, ProblemHttpResult>> ImportAsync(
        IFormFile? file, Caller caller, FileImport intake, DiskSpaceGuard storage, CancellationToken cancellationToken)
    {
        if (file is null)
            return Problems.Invalid("noFile", "Send the file as multipart/form-data in the field \"file\".");
        if (file.Length > LargestFile)
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, "tooLarge", "The file is larger than 32 MB.");
        if (storage.Paused is { } why)
            return Problems.Of(StatusCodes.Status507InsufficientStorage, "storagePaused", $"Imports are paused. {why}");
        var bytes = new byte[file.Length];
        await using (var stream = file.OpenReadStream())
            await stream.ReadExactlyAsync(bytes, cancellationToken);
        return DocumentsApi.Accepted(await intake.ImportAsync(caller, Path.GetFileName(file.FileName), bytes, cancellationToken));
    }

    private static ProblemHttpResult NotTracked(Symbol symbol) => Problems.NotFound("notTracked", $"{symbol} is not tracked.");
}
