using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Storage.Transitions;

/// <summary>The two ways that a document begins.</summary>
internal static class NewDocument
{
    /// <summary>Planned: a request that is still to be made.</summary>
    /// <param name="planKey">Deterministic, so that planning twice plans once.</param>
    /// <param name="from">The first day that is asked for; null for the whole history.</param>
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

    /// <summary>Archived: the bytes of a file are here when its document begins.</summary>
    /// <param name="statedAt">When the file's name says that it was made.</param>
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
