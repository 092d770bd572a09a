using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Storage.Transitions;

/// <summary>Creates the two kinds of documents.</summary>
internal static class NewDocument
{
    /// <summary>
    /// A planned request, from day <paramref name="from"/> on (null: the full history). <paramref name="planKey"/> is
    /// deterministic, so that planning twice creates one document.
    /// </summary>
    public static Document Pull(Stock stock, SourceName source, string planKey, DateOnly? from, DateTime now) => new()
    {
        Source = source,
        Symbol = stock.Symbol,
        StockId = stock.Id,
        PlanKey = planKey,
        PlannedAt = now,
        FromDay = from,
        State = DocumentState.Planned,
        NextAttempt = now,
    };

    /// <summary>A file whose bytes are archived already; <paramref name="statedAt"/> is the UTC time in its name, if any.</summary>
    public static Document File(
        string fileName, string planKey, string? symbol, DateTime? statedAt, string sha256, long bytes, DateTime now) => new()
        {
            Source = SourceName.DropFolder,
            Symbol = symbol,
            PlanKey = planKey,
            PlannedAt = now,
            FileName = fileName,
            State = DocumentState.Archived,
            NextAttempt = now,
            Sha256 = sha256,
            Bytes = bytes,
            StatedAt = statedAt,
            KnownAt = now,
        };
}
