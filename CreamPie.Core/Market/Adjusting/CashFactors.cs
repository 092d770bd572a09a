namespace CreamPie.Core.Market.Adjusting;

/// <summary>
/// What dividends and capital gains take out of earlier closes: for each ex-date 1 - D / (last close before it),
/// both on today's split basis and in the currency of the prices. The convention of CRSP and of Yahoo's adjusted close.
/// </summary>
internal sealed class CashFactors
{
    private readonly List<DateOnly> _exDates = [];
    private readonly List<(double Factor, TotalReturnGap? Gap)> _factors = [];
    private readonly List<(double Product, TotalReturnGap? Gap)> _products = [];

    /// <param name="splitAdjusted">Oldest first, on today's split basis.</param>
    /// <param name="history">The actions of their stock.</param>
    public CashFactors(ReadOnlySpan<AdjustedBar> splitAdjusted, ActionHistory history)
    {
        var bar = 0;
        foreach (var day in history.Actions.Where(a => a.Action.Kind != ActionKind.Split).GroupBy(a => a.Action.ExDate))
        {
            while (bar < splitAdjusted.Length && splitAdjusted[bar].Bar.Date < day.Key)
                bar++;
            if (bar == 0)
                continue; // before the first bar: there is no close that it could have lowered
            var hasRates = day.All(a => Rate(a, history) is not null);
            var factor = 1 - day.Sum(a => OnTodaysBasis(a, history) * (Rate(a, history) ?? 0)) / splitAdjusted[bar - 1].Bar.Close;
            _exDates.Add(day.Key);
            _factors.Add(
                !hasRates ? (1, TotalReturnGap.DividendCurrency)
                : factor is > 0 and <= 1 ? (factor, null)
                : (1, TotalReturnGap.DividendImpossible));
        }
        _products.AddRange(_factors);
        for (var i = _products.Count - 2; i >= 0; i--)
            _products[i] = (_products[i].Product * _products[i + 1].Product, _products[i].Gap ?? _products[i + 1].Gap);
    }

    /// <summary>True if a bar's document gave no adjusted close, or one that lacks payments that it could have known.</summary>
    public static bool AreNeededBy(in StoredBar stored) =>
        stored.Bar.AdjClose is null || stored.ForgetsCash
        || (stored.LackedCash is { Count: > 0 } lacked && lacked[^1] > stored.Bar.Date);

    /// <summary>
    /// The product over ex-dates after the bar that its adjusted close, or its close, does not contain, and why it is unknown where
    /// one of them has no factor.
    /// </summary>
    public (double Product, TotalReturnGap? Gap) NotIn(in StoredBar stored)
    {
        var day = stored.Bar.Date;
        if (stored.Bar.AdjClose is null || stored.ForgetsCash || day > stored.CashBasisDate)
            return After(day);
        var (product, gap) = After(stored.CashBasisDate);
        foreach (var exDate in stored.LackedCash ?? [])
        {
            var at = exDate > day ? _exDates.BinarySearch(exDate) : -1;
            if (at >= 0)
                (product, gap) = (product * _factors[at].Factor, gap ?? _factors[at].Gap);
        }
        return (product, gap);
    }

    private (double Product, TotalReturnGap? Gap) After(DateOnly day)
    {
        var found = _exDates.BinarySearch(day.AddDays(1));
        var first = found >= 0 ? found : ~found;
        return first < _products.Count ? _products[first] : (1, null);
    }

    /// <summary>In the action's own currency.</summary>
    public static double OnTodaysBasis(StoredAction action, ActionHistory history)
    {
        var ratio = history.Splits.Pending(action.Action.ExDate, action.BasisDate);
        var amount = action.Action.Amount ?? 0;
        return ratio == 1 ? amount : Adjustment.Significant(amount / ratio);
    }

    /// <summary>To the currency of the prices; null if it is unknown.</summary>
    public static double? Rate(StoredAction action, ActionHistory history) =>
        CurrencyUnit.Rate(action.Action.Currency, history.Currency);
}
