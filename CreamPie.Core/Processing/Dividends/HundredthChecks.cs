namespace CreamPie.Core.Processing.Dividends;

/// <summary>
/// Finds dividends told in a hundredth of their unit, all of a document alike (TENT.L: 0.0001375 for 0.01375), so that neither
/// neighbours nor adjusted closes differ. Small dividends exist (NVDA pays 0.01 % of its price), so the falls of all ex-dates
/// together decide; where prices are quoted in pence, the mistake is common and half of doubt is enough.
/// </summary>
internal static class HundredthChecks
{
    private const double Unit = 100;

    /// <summary>As a fraction of the price.</summary>
    private const double Tiny = 0.001;

    /// <summary>As evidence: 1 in 20 against it.</summary>
    private const double Clear = 3;

    public static IEnumerable<(DateOnly Day, string Seen)> Find(IEnumerable<ExDay> exDays, bool isQuotedInHundredths)
    {
        var tiny = exDays.Where(d => d is { IsNear: true, Dividend: > 0, Gain: 0 } && d.Part + d.Rounded < Tiny).ToArray();
        if (tiny.Sum(d => d.Evidence(Unit * d.Part, d.Part)) <= (isQuotedInHundredths ? 0 : Clear))
            yield break;
        var (fall, part) = (tiny.Average(d => d.Fall), tiny.Average(d => d.Part));
        foreach (var day in tiny)
        {
            yield return (
                day.Date,
                $"A dividend of {FindingList.Number(day.Dividend)} for a share of {FindingList.Number(day.Before.Close)}: "
                + (tiny.Length == 1 ? "" : $"{tiny.Length} are as small, ")
                + $"on average {DividendChecks.Percent(part)} of the price, which fell by {DividendChecks.Percent(fall)}; "
                + "it may be 100 times too small.");
        }
    }
}
