using System.Runtime.InteropServices;

namespace CreamPie.Core.Market.Adjusting;

/// <summary>A served bar.</summary>
/// <param name="Bar">Adjusted as requested.</param>
/// <param name="Derived">True if the adjusted close was computed from the dividends, because no document gave one.</param>
/// <param name="Gap">Why the adjusted close is null; null where it is known, and for as-traded prices, which have none.</param>
public readonly record struct AdjustedBar(DailyBar Bar, bool Derived, TotalReturnGap? Gap = null);

/// <summary>
/// The one place where stored bars become served prices. Bars are stored as their documents gave them, on the split basis of
/// the day of capture; a later split or dividend rewrites nothing, it is applied here. A price without a factor is served unchanged.
/// </summary>
public static class Adjustment
{
    /// <summary>Adjusts bars. With <see cref="PriceAdjustment.None"/> the adjusted close is null.</summary>
    /// <param name="bars">Oldest first, up to the last dividend that matters (<see cref="NeedsBarsAfter"/>).</param>
    /// <param name="history">The splits and cash of the stock.</param>
    /// <param name="adjust">What is taken out of the prices.</param>
    /// <returns>One for each of <paramref name="bars"/>, in their order.</returns>
    /// <remarks>
    /// None is only right for bars that <see cref="ActionHistory.KnowsSplitsOf"/>; All leaves a bar without an adjusted close
    /// unscaled, with a null AdjClose: callers refuse both.
    /// </remarks>
    public static AdjustedBar[] Apply(IReadOnlyList<StoredBar> bars, ActionHistory history, PriceAdjustment adjust)
    {
        var adjusted = new AdjustedBar[bars.Count];
        Apply(bars, history, adjust, adjusted);
        return adjusted;
    }

    /// <summary>The same into memory of the caller's, which a long history needs a megabyte of.</summary>
    /// <param name="bars">Oldest first, up to the last dividend that matters.</param>
    /// <param name="history">The splits and cash of the stock.</param>
    /// <param name="adjust">What is taken out of the prices.</param>
    /// <param name="adjusted">Gets one for each of <paramref name="bars"/>, in their order; as long as they are.</param>
    internal static void Apply(
        IReadOnlyList<StoredBar> bars, ActionHistory history, PriceAdjustment adjust, Span<AdjustedBar> adjusted)
    {
        var stored = bars switch
        {
            List<StoredBar> list => CollectionsMarshal.AsSpan(list),
            StoredBar[] array => array,
            _ => [.. bars],
        };
        var splits = history.Splits;
        for (var i = 0; i < stored.Length; i++)
        {
            ref readonly var bar = ref stored[i];
            adjusted[i] = new(
                adjust == PriceAdjustment.None
                    ? AsTraded(bar.Bar, splits.Applied(bar.Bar.Date, bar.BasisDate))
                    : Multiply(bar.Bar, 1 / splits.Pending(bar.Bar.Date, bar.BasisDate), Significant),
                false);
        }
        if (adjust == PriceAdjustment.None)
            return;

        var cash = new CashFactors(adjusted, history);
        var doubts = new AdjustedCloseDoubts(stored, adjusted, history);
        for (var i = 0; i < adjusted.Length; i++)
        {
            var split = adjusted[i].Bar;
            var (adjClose, gap) = doubts.Of(stored[i]) is { } doubt ? (null, doubt) : AdjClose(stored[i], split, cash, history);
            var bar = split with { AdjClose = adjClose };
            var isDerived = adjClose is not null && CashFactors.AreNeededBy(stored[i]);
            adjusted[i] = new(adjust == PriceAdjustment.All ? TotalReturn(bar) : bar, isDerived, gap);
        }
    }

    /// <summary>
    /// A bar of the split-adjusted series as it was traded when <paramref name="ratio"/> new shares were still one; no adjusted close.
    /// </summary>
    /// <param name="bar">Split-adjusted, as of any day.</param>
    /// <param name="ratio">The combined ratio of the splits in its prices; above 0.</param>
    /// <returns>Prices times the ratio, volume divided by it.</returns>
    public static DailyBar AsTraded(DailyBar bar, double ratio) => Multiply(bar with { AdjClose = null }, ratio, Quoted);

    /// <summary>A cash amount per share as shares are counted today; 0 for a split.</summary>
    /// <param name="action">Any action.</param>
    /// <param name="history">Has the splits after its basis.</param>
    public static double CashToday(StoredAction action, ActionHistory history) => CashFactors.OnTodaysBasis(action, history);

    /// <summary>Such an amount as it was paid when <paramref name="ratio"/> new shares of today were still one.</summary>
    /// <param name="cash">Per share as shares are counted today.</param>
    /// <param name="ratio">The combined ratio of the splits since; above 0.</param>
    public static double CashAsTraded(double cash, double ratio) => ratio == 1 ? cash : Quoted(cash * ratio);

    /// <summary>True if adjusted closes of these bars depend on dividends after <paramref name="last"/>, and so on later closes.</summary>
    /// <param name="last">The newest day of <paramref name="bars"/>.</param>
    /// <param name="bars">Oldest first.</param>
    /// <param name="history">Of their stock.</param>
    public static bool NeedsBarsAfter(DateOnly last, IReadOnlyList<StoredBar> bars, ActionHistory history)
    {
        var later = history.Actions.Where(a => a.Action.Kind != ActionKind.Split && a.Action.ExDate > last).ToList();
        return later.Count > 0
            && (bars.Any(b => CashFactors.AreNeededBy(b) || later[^1].Action.ExDate > b.CashBasisDate)
                || later.Exists(a => CashFactors.Rate(a, history) is null));
    }

    /// <summary>Ten significant digits: more than any source gives, without the noise of binary fractions.</summary>
    internal static double Significant(double value)
    {
        if (value == 0 || !double.IsFinite(value))
            return value;
        var decimals = 9 - (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return decimals switch
        {
            >= 0 and <= 15 => Math.Round(value, decimals),
            > 15 and <= 28 => (double)Math.Round((decimal)value, decimals),
            _ => value,
        };
    }

    /// <summary>
    /// The shortest decimal, of two decimals or more, that is the same price within <see cref="Price.Tolerance"/>. An as-traded price was
    /// a decimal on some exchange, and the source rounded it after dividing: 23.89 became 1.592667, and 15 times that is 23.890005.
    /// </summary>
    private static double Quoted(double value)
    {
        for (var decimals = 2; decimals <= 15; decimals++)
        {
            var quoted = Math.Round(value, decimals);
            if (Math.Abs(quoted - value) <= Price.Tolerance * Math.Abs(value))
                return quoted;
        }
        return value;
    }

    private static (double? AdjClose, TotalReturnGap? Gap) AdjClose(
        in StoredBar stored, in DailyBar split, CashFactors cash, ActionHistory history)
    {
        var date = stored.Bar.Date;
        var given = split.AdjClose;
        if (given is null && !history.Knows(date, history.Through))
            return (null, TotalReturnGap.DividendsUnknown);
        var (factor, gap) = cash.NotIn(stored);
        var from = given ?? split.Close;
        return gap is not null ? (null, gap) : (factor == 1 ? from : Significant(from * factor), null);
    }

    private static DailyBar TotalReturn(DailyBar bar)
    {
        if (bar.AdjClose is not { } adjClose || adjClose == bar.Close || bar.Close == 0)
            return bar;
        return Multiply(bar with { Volume = null }, adjClose / bar.Close, Significant) with
        {
            Close = adjClose,
            AdjClose = adjClose,
            Volume = bar.Volume,
        };
    }

    private static DailyBar Multiply(in DailyBar bar, double factor, Func<double, double> round)
    {
        if (factor == 1)
            return bar;
        return bar with
        {
            Open = Price(bar.Open),
            High = Price(bar.High),
            Low = Price(bar.Low),
            Close = round(bar.Close * factor),
            AdjClose = Price(bar.AdjClose),
            Volume = bar.Volume is { } volume ? (long)Math.Round(volume / factor, MidpointRounding.ToEven) : null,
        };

        double? Price(double? price) => price is { } p ? round(p * factor) : null;
    }
}
