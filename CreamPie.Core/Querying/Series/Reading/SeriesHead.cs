using System.Globalization;
using CreamPie.Core.Analysis;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Querying.Series.Reading;

/// <summary>An answer without bars.</summary>
internal static class SeriesHead
{
    public static BarSeries NoData(Stock stock, SeriesRequest request)
    {
        var head = Of(stock, request) with { Source = request.Source };
        if (stock.FirstSession is { } first)
        {
            var message = string.Create(
                CultureInfo.InvariantCulture,
                $"No data for these dates; the history of {stock.Symbol} starts on {first:d MMM yyyy}.");
            return head with { Message = message };
        }
        var reason = stock.LastReason?.ToString() ?? (stock.Status == StockStatus.Paused ? "Paused" : "Pending");
        return head with { Reason = reason, Message = $"No data for {stock.Symbol} yet; {stock.Symbol}/attempts lists the attempts." };
    }

    public static SourceName? SourceOf(Stock stock, SeriesRequest request) => request.Source ?? stock.ServedSource;

    public static BarSeries Of(Stock stock, SeriesRequest request) => new(
        stock.Symbol, SourceOf(stock, request), stock.Currency, stock.TimeZone,
        (request.Interval ?? Interval.Daily).Word(), request.Adjust, AsOf: null, stock.Version, Completeness: null, Derived: false,
        Reason: null, Message: null, Bars: [], Columns: null, Next: null, Cursor: null);
}
