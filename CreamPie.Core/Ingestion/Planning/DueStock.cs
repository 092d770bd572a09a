using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Ingestion.Planning;

/// <summary>
/// A stock that is due, and whether a pull of it is under way: two short questions for each batch. As one question over all stocks and
/// documents, it took the database seconds at ten thousand stocks, whenever its statistics were older than the queue.
/// </summary>
/// <param name="Id">Of the stock.</param>
/// <param name="NextDue">UTC; since when it is due.</param>
internal sealed record DueStock(int Id, DateTime NextDue)
{
    /// <summary>Those that are due, the longest first, after <paramref name="after"/>.</summary>
    public static Task<List<DueStock>> ReadAsync(
        CreamPieDbContext db, IQueryable<Stock> stocks, DueStock? after, DateTime now, int most, CancellationToken cancellationToken)
    {
        stocks = stocks.Where(s => s.NextDue <= now);
        if (after is { Id: var id, NextDue: var due })
            stocks = stocks.Where(s => s.NextDue > due || (s.NextDue == due && s.Id > id));
        return stocks.OrderBy(s => s.NextDue).ThenBy(s => s.Id)
            .Select(s => new DueStock(s.Id, s.NextDue!.Value))
            .Take(most)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Of these, the stocks whose pulls have all ended, or wait for a paused host while another source is available.</summary>
    public static async Task<IReadOnlyList<Stock>> IdleAsync(
        CreamPieDbContext db, IReadOnlyList<DueStock> due, SourceAvailability sources, IReadOnlyCollection<SourceName> free, DateTime now,
        CancellationToken cancellationToken)
    {
        if (due.Count == 0)
            return [];
        var waitLimit = now + FallbackRound.MaxHostWait;
        int?[] ids = [.. due.Select(s => (int?)s.Id)];
        var open = await db.Documents.Pulls().Open().Where(d => ids.Contains(d.StockId))
            .Select(d => new { StockId = d.StockId!.Value, IsArchived = d.Sha256 != null, d.NextAttempt, d.Outcome, d.Source })
            .ToListAsync(cancellationToken);
        var busy = open.Where(d => d.IsArchived || d.NextAttempt <= waitLimit
            || (d.Outcome != Outcome.HostPaused && !sources.Paused.Contains(d.Source))).Select(d => d.StockId).ToHashSet();
        var waiting = open.Select(d => d.StockId).Except(busy).ToHashSet();
        busy.UnionWith(await ExhaustedAsync(db, due.Where(s => waiting.Contains(s.Id)).ToList(), free, cancellationToken));
        int[] idle = [.. due.Select(s => s.Id).Where(id => !busy.Contains(id))];
        return idle.Length == 0 ? [] : await db.Stocks.Pulled().AsNoTracking()
            .Where(s => idle.Contains(s.Id) && s.NextDue <= now)
            .OrderBy(s => s.NextDue).ThenBy(s => s.Id)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Those for which every available source was asked in this round.</summary>
    private static async Task<IEnumerable<int>> ExhaustedAsync(
        CreamPieDbContext db, List<DueStock> waiting, IReadOnlyCollection<SourceName> free, CancellationToken cancellationToken)
    {
        if (waiting.Count == 0)
            return [];
        int?[] ids = [.. waiting.Select(s => (int?)s.Id)];
        var since = waiting.Min(s => s.NextDue);
        var asked = await db.Documents
            .Where(d => ids.Contains(d.StockId) && d.PlannedAt >= since && free.Contains(d.Source))
            .Select(d => new { StockId = d.StockId!.Value, d.PlannedAt, d.Source })
            .ToListAsync(cancellationToken);
        return waiting
            .Where(s => asked.Where(a => a.StockId == s.Id && a.PlannedAt >= s.NextDue).Select(a => a.Source).Distinct().Count()
                >= free.Count)
            .Select(s => s.Id);
    }
}
