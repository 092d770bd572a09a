namespace CreamPie.Core.Market.Adjusting;

/// <summary>
/// What dividends and capital gains take out of earlier closes: for each ex-date 1 - D / (last close before it),
/// both on today's split basis. The convention of CRSP and of Yahoo's adjusted close.
/// </summary>
internal sealed class CashFactors
{
    private readonly List<DateOnly> _exDates = [];
    private readonly List<double> _products = [];

    /// <param name="splitAdjusted">Oldest first, on today's split basis.</param>
    /// <param name="history">The actions of their stock.</param>
    public CashFactors(IReadOnlyList<DailyBar> splitAdjusted, ActionHistory history)
    {
        var factors = new List<double>();
        var bar = 0;
        foreach (var day in history.Actions.Where(a => a.Action.Kind != ActionKind.Split).GroupBy(a => a.Action.ExDate))
        {
            while (bar < splitAdjusted.Count && splitAdjusted[bar].Date < day.Key)
                bar++;
            if (bar == 0)
                continue; // before the first bar: there is no close that it could have lowered
            var factor = 1 - day.Sum(a => OnTodaysBasis(a, history)) / splitAdjusted[bar - 1].Close;
            _exDates.Add(day.Key);
            factors.Add(factor is > 0 and <= 1 ? factor : double.NaN);
        }
        _products.AddRange(factors);
        for (var i = factors.Count - 2; i >= 0; i--)
            _products[i] *= _products[i + 1];
    }

    /// <summary>
    /// The product over ex-dates after <paramref name="day"/>; NaN where one of them cannot be right (more cash than price).
    /// </summary>
    public double After(DateOnly day)
    {
        var found = _exDates.BinarySearch(day.AddDays(1));
        var first = found >= 0 ? found : ~found;
        return first < _products.Count ? _products[first] : 1;
    }

    public static double OnTodaysBasis(StoredAction action, ActionHistory history)
    {
        var ratio = history.Splits.Pending(action.Action.ExDate, action.BasisDate);
        var amount = action.Action.Amount ?? 0;
        return ratio == 1 ? amount : Adjustment.Significant(amount / ratio);
    }
}
