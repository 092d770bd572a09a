namespace CreamPie.Core.Analysis.Returns;

/// <summary>What a share paid within a year.</summary>
/// <param name="Value">Paid by the last close, a fraction: 0.02 is two percent. Null without a close above 0.</param>
/// <param name="Paid">Per share of today, in the currency of the prices.</param>
/// <param name="Payments">How many dividends that were.</param>
/// <param name="From">The first day whose ex-dates count.</param>
/// <param name="To">The last one: that of the close.</param>
public sealed record DividendYield(double? Value, double Paid, int Payments, DateOnly From, DateOnly To)
{
    /// <summary>
    /// The dividends whose ex-dates are within the twelve months up to the last bar, by its close. Capital gains of funds are none.
    /// </summary>
    /// <param name="dividends">Cash per share with its ex-date, in any order; adjusted for splits as the close is.</param>
    /// <param name="last">The date of the last bar.</param>
    /// <param name="close">Its close, adjusted for splits alone.</param>
    public static DividendYield Of(IEnumerable<(DateOnly ExDate, double Amount)> dividends, DateOnly last, double close)
    {
        var from = last.Year > 1 ? last.AddYears(-1).AddDays(1) : DateOnly.MinValue;
        List<double> paid = [.. dividends.Where(d => d.ExDate >= from && d.ExDate <= last).Select(d => d.Amount)];
        return new(close > 0 ? Figure.Known(paid.Sum() / close) : null, paid.Sum(), paid.Count, from, last);
    }
}
