using System.Globalization;
using CreamPie.Core.Analysis;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Querying.Series.Reading;

/// <summary>What speaks against serving the requested prices.</summary>
internal static class SeriesDoubt
{
    /// <summary>Prices on another basis than the requested one are worse than none.</summary>
    public static BarSeries? Of(StockRead read, SeriesRequest request, ReadOnlySpan<AdjustedBar> adjusted)
    {
        var (stock, stored, history) = (read.Stock, read.Bars, read.History);
        if (SeriesHead.SourceOf(stock, request) == SourceName.Unproved && request.Adjust != PriceAdjustment.Splits)
            return UnprovedBasis.Refused(SeriesHead.Of(stock, request));
        var (last, reason, what, why) = request.Adjust switch
        {
            PriceAdjustment.None => (
                stored.FindLastIndex(b => !history.KnowsSplitsOf(b)), "SplitsUnknown", "Unadjusted", "the split history{0} is unknown"),
            PriceAdjustment.All => TotalReturn(adjusted),
            _ => (-1, "", "", ""),
        };
        if (last < 0)
            return null;
        var message = last + 1 < stored.Count
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{what} prices are available from {stored[last + 1].Bar.Date:d MMM yyyy}: {Because(" before")}.")
            : $"{what} prices aren't available: {Because("")}.";
        return SeriesHead.Of(stock, request) with
        {
            Reason = reason,
            Message = message,
            AvailableFrom = last + 1 < stored.Count
                ? FirstWhole(request.Interval ?? Interval.Daily, stored, last + 1, read.Calendar)
                : null,
        };

        string Because(string before) => string.Format(CultureInfo.InvariantCulture, why, before);
    }

    /// <summary>The first day of a period none of whose bars is before <paramref name="first"/>.</summary>
    private static DateOnly FirstWhole(Interval interval, List<StoredBar> stored, int first, TradingCalendar calendar)
    {
        var period = interval.Around(stored[first].Bar.Date, calendar);
        return period.Contains(stored[first - 1].Bar.Date) && period.Last < DateOnly.MaxValue
            ? period.Last.AddDays(1)
            : stored[first].Bar.Date;
    }

    private static (int Last, string Reason, string What, string Why) TotalReturn(ReadOnlySpan<AdjustedBar> bars)
    {
        var last = bars.Length - 1;
        while (last >= 0 && bars[last].Bar.AdjClose is not null)
            last--;
        if (last < 0)
            return (-1, "", "", "");
        var gap = bars[last].Gap ?? TotalReturnGap.DividendsUnknown;
        return (last, gap.ToString(), "Total-return", gap switch
        {
            TotalReturnGap.AdjCloseImpossible => "the source's adjusted closes{0} cannot be right",
            TotalReturnGap.DividendCurrency => "a dividend{0} is in another currency than the prices, and its rate is unknown",
            TotalReturnGap.DividendImpossible => "a dividend{0} is as high as the price and cannot be right",
            _ => "the dividend history{0} is unknown",
        });
    }
}
