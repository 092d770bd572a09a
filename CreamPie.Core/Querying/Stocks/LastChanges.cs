using System.Collections.Concurrent;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Stocks;

/// <summary>
/// The relative change of the last session of every stock, kept while the stock's version stands: to sort ten thousand
/// stocks by it, only what was loaded since the last time is read.
/// </summary>
internal sealed class LastChanges
{
    private readonly ConcurrentDictionary<int, (long Version, double? Change)> _known = [];

    /// <param name="stocks">As the same snapshot has them.</param>
    public async Task<Dictionary<int, double?>> OfAsync(CreamPieDbContext db, IReadOnlyList<StockVersion> stocks, CancellationToken cancellationToken)
    {
        var changes = stocks.ToDictionary(s => s.Id, s => _known.GetValueOrDefault(s.Id).Change);
        int[] changed = [.. stocks.Where(s => !_known.TryGetValue(s.Id, out var known) || known.Version != s.Version).Select(s => s.Id)];
        if (changed.Length == 0)
            return changes;
        var unknown = await db.Stocks.AsNoTracking().Where(s => changed.Contains(s.Id)).ToListAsync(cancellationToken);
        var closes = await RecentCloses.ReadAsync(db, unknown, 2, cancellationToken);
        foreach (var stock in unknown)
        {
            changes[stock.Id] = StockCard.Of(stock, closes.GetValueOrDefault(stock.Id)).RelativeChange;
            _known[stock.Id] = (stock.Version, changes[stock.Id]);
        }
        return changes;
    }
}

/// <summary>As much of a stock as it takes to sort it.</summary>
internal readonly record struct StockVersion(int Id, string Symbol, long Version);
