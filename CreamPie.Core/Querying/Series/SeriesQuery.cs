using CreamPie.Core.Accounts;
using CreamPie.Core.Analysis;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Querying.Series.Reading;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Series;

/// <summary>Serves bars: adjusted, resampled, paged.</summary>
public sealed class SeriesQuery(IDbContextFactory<CreamPieDbContext> contexts, TimeProvider time)
{
    /// <summary>The same on all nodes of one build.</summary>
    internal static readonly string Build = typeof(SeriesQuery).Module.ModuleVersionId.ToString("N")[..8];

    /// <summary>The requested bars, for a caller without an earlier answer; null if there is no such stock.</summary>
    public async Task<BarSeries?> BarsAsync(Caller caller, Symbol symbol, SeriesRequest request, CancellationToken cancellationToken) =>
        (await BarsAsync(caller, symbol, request, isKnown: null, cancellationToken))?.Series;

    /// <summary>
    /// 1 read the stored bars, 2 adjust them, 3 resample, 4 cut to the dates, 5 take the page. Null if there is no such stock.
    /// </summary>
    /// <param name="caller">Needs the Analyst or Admin role.</param>
    /// <param name="symbol">Of the stock.</param>
    /// <param name="request">Checked by the caller.</param>
    /// <param name="isKnown">True if the caller already has the answer of a tag: then no bar is read. Null if it has none.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<TaggedSeries?> BarsAsync(
        Caller caller, Symbol symbol, SeriesRequest request, Func<string, bool>? isKnown, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (isKnown is not null)
        {
            if (await StockLookup.FindAsync(db, symbol, cancellationToken) is not { } stock)
                return null;
            var tag = TagOf(stock, request);
            if (isKnown(tag))
                return new(tag, null);
        }
        // A load may have come in between: the tag is that of what is read now.
        return await new StockReader(db, request).ReadAsync(symbol, cancellationToken) is { } read
            ? new(TagOf(read.Stock, request), SeriesAnswer.Of(read, request, Today(read.Stock)))
            : null;
    }

    /// <summary>Of several stocks by id, in their order; one that is gone is left out.</summary>
    internal async Task<IReadOnlyList<BarSeries>> BarsAsync(
        IReadOnlyList<int> stocks, SeriesRequest request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var read = (await new StockReader(db, request).ReadAsync(stocks, cancellationToken)).ToDictionary(r => r.Stock.Id);
        return [.. stocks.Where(read.ContainsKey).Select(id => SeriesAnswer.Of(read[id], request, Today(read[id].Stock)))];
    }

    /// <summary>What the series of a request depends on.</summary>
    internal string TagOf(Stock stock, SeriesRequest request)
    {
        // Prices are adjusted when read: another build may answer otherwise from the same bars.
        var tag = $"v{Build}.{stock.Id}.{stock.Version}";
        // Without bars the answer is the reason why, and that changes without a load.
        if (stock.FirstSession is null)
            tag += $".{stock.Status}.{stock.LastReason}";
        // The tag of longer bars includes the day, because a period also ends by the calendar.
        return request.Interval == Interval.Daily ? tag : $"{tag}.{Today(stock).DayNumber}";
    }

    private DateOnly Today(Stock stock) => TradingCalendar.For(stock.Exchange, stock.TimeZone).DayOf(time.Now());
}
