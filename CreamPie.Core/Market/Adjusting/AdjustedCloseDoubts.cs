namespace CreamPie.Core.Market.Adjusting;

/// <summary>
/// Adjusted closes that a document gave and that cannot be right, with all before them of the same capture: those are products
/// with the same factors.
/// </summary>
internal sealed class AdjustedCloseDoubts
{
    /// <summary>Relative: adjusted closes step by the bare number of a dividend in another currency.</summary>
    private const double NearAmount = 0.25;

    /// <summary>As a fraction of the price: they do not step at all.</summary>
    private const double NoStep = 1e-5;

    private readonly Dictionary<DateOnly, (DateOnly Through, TotalReturnGap Gap)> _byBasis = [];

    /// <param name="bars">As stored, oldest first.</param>
    /// <param name="splitAdjusted">The same on today's split basis.</param>
    /// <param name="history">Of their stock.</param>
    public AdjustedCloseDoubts(ReadOnlySpan<StoredBar> bars, ReadOnlySpan<AdjustedBar> splitAdjusted, ActionHistory history)
    {
        foreach (ref readonly var stored in bars)
        {
            if (stored.Bar.AdjClose is { } adjClose && !AdjustedClose.IsPossible(stored.Bar.Close, adjClose))
                _byBasis[stored.BasisDate] = (stored.Bar.Date, TotalReturnGap.AdjCloseImpossible);
        }
        foreach (var foreign in history.Actions.Where(a => CashFactors.Rate(a, history) is null))
        {
            var at = 0;
            while (at < bars.Length && bars[at].Bar.Date < foreign.Action.ExDate)
                at++;
            if (at > 0 && at < bars.Length && bars[at - 1].BasisDate == bars[at].BasisDate
                && IsBareNumber(splitAdjusted[at - 1].Bar, splitAdjusted[at].Bar, CashFactors.OnTodaysBasis(foreign, history)))
                Add(bars[at - 1].BasisDate, splitAdjusted[at - 1].Bar.Date);
        }
    }

    /// <returns>Null if nothing speaks against the bar's adjusted close, or it has none.</returns>
    public TotalReturnGap? Of(in StoredBar bar) =>
        _byBasis.Count > 0 && bar.Bar.AdjClose is not null && _byBasis.TryGetValue(bar.BasisDate, out var doubt)
        && bar.Bar.Date <= doubt.Through
            ? doubt.Gap
            : null;

    private void Add(DateOnly basisDate, DateOnly through)
    {
        if (!_byBasis.TryGetValue(basisDate, out var known) || known.Through < through)
            _byBasis[basisDate] = (through, TotalReturnGap.DividendCurrency);
    }

    /// <summary>True if the source took the amount as if it were in the currency of the prices, or left it out.</summary>
    private static bool IsBareNumber(DailyBar before, DailyBar exDay, double amount)
    {
        if (before.AdjClose is null || exDay.AdjClose is not > 0 || before.Close <= 0)
            return false;
        var taken = AdjustedClose.Taken(before, exDay);
        return taken < NoStep || Math.Abs(taken * before.Close / amount - 1) < NearAmount;
    }
}
