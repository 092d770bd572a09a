namespace CreamPie.Core.Processing.Dividends;

/// <summary>
/// Finds capital gains that a dividend of the same day includes already, so that the source takes them out twice (VWILX,
/// 2024-12-18: 9.968 and 8.999, and the price fell by 13.26). All such days of a document are one question.
/// </summary>
internal static class GainChecks
{
    /// <summary>As evidence: more likely than not, clearly.</summary>
    private const double Clear = 1;

    /// <summary>The fraction of the sum that the adjusted closes must have taken.</summary>
    private const double Taken = 0.9;

    public static IEnumerable<(DateOnly Day, string Seen)> TakenTwice(IEnumerable<ExDay> exDays)
    {
        var both = exDays.Where(d => d is { IsNear: true, Gain: > 0 } && d.Dividend >= d.Gain && !(d.Taken < Taken * d.Part)).ToArray();
        if (both.Sum(d => d.Evidence(d.Dividend / d.Before.Close, d.Part)) <= Clear)
            yield break;
        foreach (var day in both)
        {
            yield return (
                day.Date,
                $"A dividend of {FindingList.Number(day.Dividend)} and a capital gain of {FindingList.Number(day.Gain)} are "
                + $"{DividendChecks.Percent(day.Part)} of the price, which fell by {DividendChecks.Percent(day.Fall)}: "
                + "the dividend may include the gain, and the adjusted closes before it may be too low.");
        }
    }
}
