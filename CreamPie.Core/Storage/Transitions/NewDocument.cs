using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Storage.Transitions;

/// <summary>Creates the two kinds of documents.</summary>
internal static class NewDocument
{
    /// <summary>A planned request. Its plan key is deterministic, so that planning twice creates one document.</summary>
    /// <param name="stock">The stock to pull.</param>
    /// <param name="source">The source to request.</param>
    /// <param name="planKey">Unique.</param>
    /// <param name="from">First requested day; null for the full history.</param>
    /// <param name="now">UTC; due at once.</param>
    /// <param name="requester">The user who waits for it; null for the house.</param>
    public static Document Pull(
        Stock stock, SourceName source, string planKey, DateOnly? from, DateTime now, string? requester = null) => new()
        {
            Source = source,
            Symbol = stock.Symbol,
            StockId = stock.Id,
            PlanKey = planKey,
            PlannedAt = now,
            FromDay = from,
            State = DocumentState.Planned,
            NextAttempt = now,
            Requester = requester,
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
