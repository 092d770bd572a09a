using CreamPie.Core.Market;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Bulk;

/// <summary>Which stocks are read at once: as many as make one round trip worth it, and no more than memory should hold.</summary>
internal static class BulkGroups
{
    /// <summary>Some six megabytes on their way.</summary>
    private const int MostBars = 20_000;

    private const int MostStocks = 100;

    /// <param name="contexts">Of the database.</param>
    /// <param name="symbols">Those that are no stock are left out.</param>
    /// <param name="request">Of each series.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <returns>Ids of stocks, in the order of the symbols; at least one in each group.</returns>
    public static async Task<IEnumerable<IReadOnlyList<int>>> OfAsync(
        IDbContextFactory<CreamPieDbContext> contexts, IReadOnlyList<Symbol> symbols, SeriesRequest request,
        CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        string[] names = [.. symbols.Select(s => s.Value)];
        var found = await db.Stocks.Where(s => names.Contains(s.Symbol))
            .Select(s => new { s.Symbol, s.Id, s.FirstSession, s.LastSession })
            .ToDictionaryAsync(s => s.Symbol, cancellationToken);
        return Group(symbols.Where(s => found.ContainsKey(s.Value)).Select(s => found[s.Value])
            .Select(s => (s.Id, BarsOf(s.FirstSession, s.LastSession, request))));
    }

    private static IEnumerable<IReadOnlyList<int>> Group(IEnumerable<(int Stock, int Bars)> stocks)
    {
        var (group, bars) = (new List<int>(), 0);
        foreach (var stock in stocks)
        {
            if (group.Count == MostStocks || (group.Count > 0 && bars + stock.Bars > MostBars))
            {
                yield return group;
                (group, bars) = ([], 0);
            }
            group.Add(stock.Stock);
            bars += stock.Bars;
        }
        if (group.Count > 0)
            yield return group;
    }

    /// <summary>At most, five a week.</summary>
    private static int BarsOf(DateOnly? first, DateOnly? last, SeriesRequest request)
    {
        var from = request.From > first ? request.From : first;
        var to = request.To < last ? request.To : last;
        return from is { } begin && to is { } end ? Math.Max(0, end.DayNumber - begin.DayNumber) * 5 / 7 + 1 : 1;
    }
}
