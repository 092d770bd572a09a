using System.Collections.Concurrent;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Stocks;

/// <summary>
/// Caches a figure of each stock's card by the stock's version: sorting ten thousand stocks by it reads only those loaded since the
/// last time.
/// </summary>
/// <param name="sessions">Closes that the figure needs.</param>
/// <param name="figure">Null where it is unknown.</param>
internal sealed class KnownFigures(int sessions, Func<StockCard, double?> figure)
{
    /// <summary>Stocks whose closes are in memory at the same time.</summary>
    private const int Batch = 1_000;

    private readonly ConcurrentDictionary<int, (long Version, double? Figure)> _known = [];

    /// <summary>Figures by stock id.</summary>
    /// <param name="db">In a snapshot.</param>
    /// <param name="stocks">Read in the same snapshot.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<Dictionary<int, double?>> OfAsync(
        CreamPieDbContext db, IReadOnlyList<StockVersion> stocks, CancellationToken cancellationToken)
    {
        var figures = stocks.ToDictionary(s => s.Id, s => _known.GetValueOrDefault(s.Id).Figure);
        var changed = stocks.Where(s => !_known.TryGetValue(s.Id, out var known) || known.Version != s.Version).Select(s => s.Id);
        foreach (var ids in changed.Chunk(Batch).ToList())
        {
            var unknown = await db.Stocks.AsNoTracking().Where(s => ids.Contains(s.Id)).ToListAsync(cancellationToken);
            var closes = await RecentCloses.ReadAsync(db, unknown, sessions, cancellationToken);
            foreach (var stock in unknown)
            {
                figures[stock.Id] = figure(StockCard.Of(stock, stock.Status, closes.GetValueOrDefault(stock.Id)));
                _known[stock.Id] = (stock.Version, figures[stock.Id]);
            }
        }
        return figures;
    }
}

/// <summary>The fields of a stock that sorting needs.</summary>
internal readonly record struct StockVersion(int Id, string Symbol, long Version);
