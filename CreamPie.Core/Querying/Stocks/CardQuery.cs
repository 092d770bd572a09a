using CreamPie.Core.Accounts;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Stocks;

/// <summary>The stocks at a glance, a page at a time.</summary>
public sealed class CardQuery(IDbContextFactory<CreamPieDbContext> contexts, TimeProvider time)
{
    /// <summary>Closes of a card: a quarter of a year.</summary>
    public const int Sessions = 60;

    /// <summary>The orders by what no column stores, each with a cache of its own: only one of them reads a quarter of closes.</summary>
    private readonly Dictionary<StockOrder, KnownFigures> _figures = new()
    {
        [StockOrder.Last] = new(1, card => card.Last?.Close),
        [StockOrder.Change] = new(2, card => card.RelativeChange),
        [StockOrder.Trend] = new(Sessions, card => card.Trend),
        [StockOrder.LastBar] = new(1, card => card.Last?.Date.DayNumber),
    };

    /// <summary>One page of cards; the requested page is clamped to the existing ones.</summary>
    public async Task<ListPage<StockCard>> CardsAsync(Caller caller, CardRequest request, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await Snapshot.BeginAsync(db, cancellationToken);
        var now = time.Now();
        var found = StockQuery.Matching(db.Stocks.AsNoTracking(), request.Text);
        var total = await found.CountAsync(cancellationToken);
        var lastPage = Math.Max(1, (total + CardRequest.PageSize - 1) / CardRequest.PageSize);
        var skipped = (Math.Clamp(request.Page, 1, lastPage) - 1) * CardRequest.PageSize;
        var stocks = request.Order is { } order && _figures.TryGetValue(order, out var figures)
            ? await ByFigureAsync(db, figures, found, request.IsDescending, skipped, cancellationToken)
            : await Ordered(found, request, now).Skip(skipped).Take(CardRequest.PageSize).ToListAsync(cancellationToken);
        var closes = await RecentCloses.ReadAsync(db, stocks, Sessions, cancellationToken);
        return new(
            [.. stocks.Select(s => StockCard.Of(s, s.StatusAt(now), closes.GetValueOrDefault(s.Id)))], total, Next: null, Cursor: null);
    }

#pragma warning disable CA1304, CA1311 // becomes the database's upper()
    private static IQueryable<Stock> Ordered(IOrderedQueryable<Stock> bestFirst, CardRequest request, DateTime now) =>
        (request.Order, request.IsDescending) switch
        {
            (StockOrder.Symbol, false) => bestFirst.OrderBy(s => s.Symbol),
            (StockOrder.Symbol, true) => bestFirst.OrderByDescending(s => s.Symbol),
            (StockOrder.Name, false) => bestFirst.OrderBy(s => s.Name == null).ThenBy(s => s.Name!.ToUpper()).ThenBy(s => s.Symbol),
            (StockOrder.Name, true) =>
                bestFirst.OrderBy(s => s.Name == null).ThenByDescending(s => s.Name!.ToUpper()).ThenBy(s => s.Symbol),
            (StockOrder.Status, false) => bestFirst
                .OrderBy(s => s.Status == StockStatus.Current && s.CurrentUntil <= now ? StockStatus.Late : s.Status)
                .ThenBy(s => s.Symbol),
            (StockOrder.Status, true) => bestFirst
                .OrderByDescending(s => s.Status == StockStatus.Current && s.CurrentUntil <= now ? StockStatus.Late : s.Status)
                .ThenBy(s => s.Symbol),
            (StockOrder.LastPull, false) => bestFirst.OrderBy(s => s.LastPullAt == null).ThenBy(s => s.LastPullAt).ThenBy(s => s.Symbol),
            (StockOrder.LastPull, true) =>
                bestFirst.OrderBy(s => s.LastPullAt == null).ThenByDescending(s => s.LastPullAt).ThenBy(s => s.Symbol),
            _ => bestFirst,
        };
#pragma warning restore CA1304, CA1311

    /// <summary>No column stores the figure, so all matches are sorted in memory.</summary>
    private static async Task<List<Stock>> ByFigureAsync(
        CreamPieDbContext db, KnownFigures figures, IQueryable<Stock> found, bool isDescending, int skipped,
        CancellationToken cancellationToken)
    {
        var all = await found.Select(s => new StockVersion(s.Id, s.Symbol, s.Version)).ToListAsync(cancellationToken);
        var known = await figures.OfAsync(db, all, cancellationToken);
        var order = all.OrderBy(s => known[s.Id] is null);
        int[] page = [.. (isDescending ? order.ThenByDescending(s => known[s.Id]) : order.ThenBy(s => known[s.Id]))
            .ThenBy(s => s.Symbol, StringComparer.Ordinal)
            .Skip(skipped)
            .Take(CardRequest.PageSize)
            .Select(s => s.Id)];
        var stocks = await db.Stocks.AsNoTracking().Where(s => page.Contains(s.Id)).ToListAsync(cancellationToken);
        return [.. stocks.OrderBy(s => Array.IndexOf(page, s.Id))];
    }
}
