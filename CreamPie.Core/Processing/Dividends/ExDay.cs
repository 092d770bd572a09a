using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;

namespace CreamPie.Core.Processing.Dividends;

/// <summary>The first bar without a payment, beside the last one with it. Fractions are of the close before.</summary>
/// <param name="Date">The ex-date.</param>
/// <param name="Dividend">Dividends of the day, per share; 0 if there are only gains.</param>
/// <param name="Gain">Capital gains of the day, per share; 0 if there are none.</param>
/// <param name="Exact">False if one of them was rounded for display.</param>
/// <param name="Before">The last bar before the ex-date; its close is above 0.</param>
/// <param name="Bar">The first bar from the ex-date on.</param>
/// <param name="Next">The bar after it; null if there is none.</param>
/// <param name="Noise">The usual move of a day, as one standard deviation.</param>
/// <param name="IsNoiseKnown">False if too few days are there to measure it.</param>
internal sealed record ExDay(
    DateOnly Date, double Dividend, double Gain, bool Exact, DailyBar Before, DailyBar Bar, DailyBar? Next, double Noise, bool IsNoiseKnown)
{
    /// <summary>In days: across a longer gap the price tells nothing.</summary>
    private const int NearDays = 7;

    public double Cash => Dividend + Gain;

    public double Part => Cash / Before.Close;

    /// <summary>What the amounts may be off by, because they were rounded.</summary>
    public double Rounded => Exact ? 0 : Price.DisplayRounding(Cash) / Before.Close;

    public bool IsNear => Bar.Date.DayNumber - Before.Date.DayNumber <= NearDays;

    /// <summary>How far the price fell: the mean of open and close, which halves the noise of either.</summary>
    public double Fall => FallOf(Before, Bar);

    /// <summary>How far it fell at most within two days.</summary>
    public double LargestFall => Math.Max(
        Math.Max(1 - Bar.Close / Before.Close, Bar.Open is > 0 and var open ? 1 - open / Before.Close : double.MinValue),
        Next is { } next ? 1 - next.Close / Before.Close : double.MinValue);

    /// <summary>False for a day without a trade: its price is the one before.</summary>
    public bool IsTraded => Bar.Close != Before.Close || (Bar.High > Bar.Low);

    /// <summary>How far the adjusted close fell less than the close: what the source took for the payment; null if unknown.</summary>
    public double? Taken => Before.AdjClose > 0 && Bar.AdjClose > 0 && Bar.Close > 0 ? AdjustedClose.Taken(Before, Bar) : null;

    /// <summary>The logarithm of how much better the fall fits a payment of one fraction of the price than another.</summary>
    public double Evidence(double @for, double against) => Evidence(@for, against, Fall);

    /// <summary>The same, where a rise counts as no fall: news may lift any price.</summary>
    public double EvidenceOfNoFall(double @for, double against) => Evidence(@for, against, Math.Max(0, Fall));

    public static double FallOf(DailyBar before, DailyBar bar)
    {
        var close = 1 - bar.Close / before.Close;
        return bar.Open is > 0 and var open ? (close + 1 - open / before.Close) / 2 : close;
    }

    private double Evidence(double @for, double against, double fall) =>
        ((fall - against) * (fall - against) - (fall - @for) * (fall - @for)) / (2 * Noise * Noise);
}
