namespace CreamPie.Core.Processing.Dividends;

/// <summary>Finds dividends that the price did not notice, or only in part.</summary>
internal static class PriceChecks
{
    /// <summary>As a fraction of the price: the least that a day's noise does not hide (ADIG.L paid 0.38 of 0.83, and fell).</summary>
    private const double Large = 0.1;

    /// <summary>The same, as a multiple of the measured noise.</summary>
    private const double Clear = 6;

    /// <summary>The fraction of such a dividend by which the price must fall, whatever else the day brings.</summary>
    private const double Fallen = 0.25;

    public static IEnumerable<(DateOnly Day, string Seen)> Unnoticed(IEnumerable<ExDay> exDays)
    {
        foreach (var day in exDays.Where(d => d.IsNear && d.Dividend > 0))
        {
            var part = day.Dividend / day.Before.Close;
            var isLarge = part > Large && 1 - day.Bar.Close / day.Before.Close < Fallen * part;
            var isClear = day.IsNoiseKnown && day.IsTraded && part > Clear * day.Noise && day.LargestFall < Fallen * part;
            var isShort = part - day.LargestFall > Math.Max(Large, Clear * day.Noise);
            if (!isLarge && !isClear && !isShort)
                continue;
            yield return (
                day.Date,
                $"A dividend of {FindingList.Number(day.Dividend)} for a share of {FindingList.Number(day.Before.Close)}, "
                + $"and the close of its ex-date is {FindingList.Number(day.Bar.Close)}: its amount, unit or date may be wrong.");
        }
    }
}
