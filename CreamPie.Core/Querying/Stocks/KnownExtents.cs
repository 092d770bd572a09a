using System.Collections.Concurrent;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Querying.Stocks;

/// <summary>Caches the extent of each requested stock by its version: bars are counted once per load, not once per view.</summary>
internal sealed class KnownExtents
{
    private readonly ConcurrentDictionary<int, (long Version, Extent? Extent)> _known = [];

    /// <summary>Extents by stock id; stocks without bars are left out.</summary>
    /// <param name="db">In a snapshot.</param>
    /// <param name="stocks">Read in the same snapshot.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<Dictionary<int, Extent>> OfAsync(
        CreamPieDbContext db, IReadOnlyList<Stock> stocks, CancellationToken cancellationToken)
    {
        var extents = new Dictionary<int, Extent>();
        var unknown = new List<Stock>();
        foreach (var stock in stocks)
        {
            if (!_known.TryGetValue(stock.Id, out var known) || known.Version != stock.Version)
                unknown.Add(stock);
            else if (known.Extent is not null)
                extents[stock.Id] = known.Extent;
        }
        if (unknown.Count == 0)
            return extents;
        var read = await StoredSeries.ExtentsAsync(db, [.. unknown.Select(s => s.Id)], cancellationToken);
        foreach (var stock in unknown)
        {
            _known[stock.Id] = (stock.Version, read.GetValueOrDefault(stock.Id));
            if (read.TryGetValue(stock.Id, out var extent))
                extents[stock.Id] = extent;
        }
        return extents;
    }
}
