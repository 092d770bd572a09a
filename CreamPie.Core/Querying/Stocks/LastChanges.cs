using System.Collections.Concurrent;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Stocks;

/// <summary>
/// Caches the relative change of each stock's last session by its version: sorting ten thousand stocks by it reads only
/// those loaded since the last time.
/// </summary>
internal sealed class LastChanges
{
    private readonly ConcurrentDictionary<int, (long Version, double? Change)> _known = [];

    /// <summary>Changes by stock id, as fractions; null where there are fewer than two closes.</summary>
    /// <param name="db">In a snapshot.</param>
    /// <param name="stocks">Read in the same snapshot.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<Dictionary<int, double?>> OfAsync(
        CreamPieDbContext db, IReadOnlyList<StockVersion> stocks, CancellationToken cancellationToken)
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

/// <summary>The fields of a stock that sorting needs.</summary>
internal readonly record struct StockVersion(int Id, string Symbol, long Version);
