using CreamPie.Core.Archiving;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Processing;
using CreamPie.Core.Retrieval;
using CreamPie.Core.Retrieval.Http;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.DropFolder;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Ingestion.Running;

/// <summary>
/// Steps 3 to 5 of the pipeline: from archived bytes to a processed document, or a refusal. Changes nothing but the
/// document's layout in memory, and its symbol where none was known before.
/// </summary>
public sealed class DocumentReader(
    Archive archive,
    EmptyResponseCheck emptyResponses,
    IOptions<RetrievalOptions> limits,
    IOptions<IngestionOptions> options,
    TimeProvider time)
{
    internal async Task<(ProcessedDocument? Document, AttemptResult? Refused)> ReadAsync(
        Document document, ISource source, CancellationToken cancellationToken)
    {
        var (parsed, refused) = await ParseAsync(document, source, cancellationToken);
        document.Layout = parsed?.Layout ?? refused?.Layout;
        if (parsed is null)
            return (null, refused);
        if (document.Symbol is null && Symbol.TryParse(parsed.Listing.Symbol, out var own))
            document.Symbol = own.Value;

        // 5
        var processed = Process(parsed, document);
        CrashPoint.Pass("after-validate");
        return processed switch
        {
            { Basis: PriceBasis.FullyAdjusted } => (null, AttemptResult.Refuse(
                Reason.Basis,
                $"The prices are also adjusted for dividends, so they cannot fill days of the split-adjusted series.{Note(processed)}")),
            { Basis: not PriceBasis.SplitAdjusted } => (null, AttemptResult.Refuse(
                Reason.Basis,
                "The prices are unadjusted and the document does not list the splits of its days, "
                + $"so they cannot be converted to split-adjusted prices.{Note(processed)}")),
            { Range: null } => (null, Nothing(processed)),
            _ => (processed, null),
        };
    }

    /// <summary>Steps 3 and 4 only: the parsed rows.</summary>
    internal async Task<(ParsedDocument? Document, AttemptResult? Refused)> ParseAsync(
        Document document, ISource source, CancellationToken cancellationToken)
    {
        // A file that was taken in when its name was not understood yet.
        if (document is { Symbol: null, FileName: { } fileName })
            document.Symbol = DroppedFileName.Of(fileName).Symbol?.Value;

        // 3
        var (input, refused) = await OpenAsync(document, cancellationToken);

        // 4
        CrashPoint.Pass("mid-parse");
        return input is null ? (null, refused) : Parse(source, input, cancellationToken) switch
        {
            ParseResult.Refused { IsEmpty: true } empty => (null, await emptyResponses.JudgeAsync(document, empty, cancellationToken)),
            ParseResult.Refused why =>
                (null, AttemptResult.Refuse(why.Reason, why.Error) with { Layout = why.Layout, Actions = why.Actions }),
            var result => (((ParseResult.Parsed)result).Document, null),
        };
    }

    /// <summary>
    /// Parses within the time limit, in a second try if necessary: the machine may have been suspended in the first.
    /// </summary>
    private ParseResult Parse(ISource source, ParseInput input, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < 2; tries++)
        {
            using var budget = new CancellationTokenSource(options.Value.ParseBudget, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, budget.Token);
            try
            {
                return source.Parse(input, both.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Reported below, after the last try.
            }
        }
        return new ParseResult.Refused(
            Reason.ParseBudget,
            $"Parsing took longer than {options.Value.ParseBudget.TotalSeconds:0.#} s, twice; no price history takes that long.");
    }

    /// <summary>Step 3: the archived bytes, verified and decoded.</summary>
    internal async Task<(ParseInput? Input, AttemptResult? Refused)> OpenAsync(Document document, CancellationToken cancellationToken)
    {
        if (document.BytesRemoved is { } removed)
            return (null, AttemptResult.Refuse(Reason.ArchiveCorrupt, removed));
        try
        {
            var archived = await archive.ReadAsync(document.Sha256!, cancellationToken);
            var bytes = ContentCoding.Decode(archived, document.ContentEncoding, limits.Value.DecodeLimits);
            return (new ParseInput(bytes, document.MarketSymbol, FromNetwork: document.IsPull, document.ContentType)
            {
                FileName = document.FileName,
            }, null);
        }
        catch (ArchiveCorruptException e)
        {
            return (null, AttemptResult.Refuse(Reason.ArchiveCorrupt, e.Message));
        }
        catch (UndecodableBodyException e)
        {
            return (null, AttemptResult.Refuse(e.Reason, e.Message));
        }
    }

    internal static ProcessedDocument Process(ParsedDocument parsed, Document document) => Processor.Process(parsed, ContextOf(document));

    private static ProcessContext ContextOf(Document document) => document.IsPull
        ? new ProcessContext(document.KnownAt!.Value, ServerDate: document.StatedAt, Symbol: document.Symbol)
        : new ProcessContext(document.KnownAt!.Value, FileNameCapturedAt: document.StatedAt, Symbol: document.Symbol);

    private static string Note(ProcessedDocument processed) => processed.BasisNote is { } note ? $" {note}" : "";

    private static AttemptResult Nothing(ProcessedDocument processed) =>
        AttemptResult.Refuse(Reason.EmptyUnexpected, $"None of its {processed.Rejected} rows could be parsed.");
}
