using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Loading.Merge;

/// <summary>A day that a replay has removed may come again: it is known anew from then on.</summary>
internal static class InsertedRows
{
    /// <param name="db">In the load's transaction.</param>
    /// <param name="rows">Of one series, oldest first.</param>
    /// <param name="cancellationToken">Ends the load.</param>
    public static async Task BeginAfterRevisionsAsync(
        CreamPieDbContext db, IReadOnlyList<DailyBarRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return;
        var (stock, source, first, last) = (rows[0].StockId, rows[0].Source, rows[0].Date, rows[^1].Date);
        var since = rows.Min(r => r.KnownSince);
        var ends = await db.BarRevisions
            .Where(r => r.StockId == stock && r.Source == source && r.Date >= first && r.Date <= last && r.KnownTo > since)
            .GroupBy(r => r.Date)
            .Select(day => new { day.Key, Last = day.Max(r => r.KnownTo) })
            .ToDictionaryAsync(day => day.Key, day => day.Last, cancellationToken);
        if (ends.Count == 0)
            return;
        foreach (var row in rows)
        {
            if (ends.TryGetValue(row.Date, out var end) && end > row.KnownSince)
                row.KnownSince = end;
        }
    }
}
