namespace CreamPie.Core.Processing.Dividends;

/// <summary>Finds dividends unlike the stock's others, where the price does not speak for them.</summary>
internal static class NeighbourChecks
{
    /// <summary>On either side.</summary>
    private const int Neighbours = 4;

    private const int FewestNeighbours = 2;

    /// <summary>As multiples of the neighbours: real special dividends are as large, but the price falls by them.</summary>
    private const double Larger = 3;

    /// <summary>The same, around a mistaken unit.</summary>
    private const double LeastHundred = 70, MostHundred = 150;

    private const double Fallen = 0.25;
    private const double Clear = 3;

    /// <summary>As evidence: the price does not contradict the usual amount.</summary>
    private const double Open = -2;

    public static IEnumerable<(DateOnly Day, string Seen)> Find(IReadOnlyList<ExDay> exDays)
    {
        var dividends = exDays.Where(d => d.Dividend > 0).ToArray();
        for (var i = 0; i < dividends.Length; i++)
        {
            var day = dividends[i];
            var first = Math.Max(0, i - Neighbours);
            var others = dividends.Skip(first).Take(i - first).Concat(dividends.Skip(i + 1).Take(Neighbours))
                .Select(d => d.Dividend).Order().ToArray();
            if (!day.IsNear || others.Length < FewestNeighbours)
                continue;
            var usual = others[others.Length / 2];
            if (Contradicts(day, usual))
            {
                yield return (
                    day.Date,
                    $"A dividend of {FindingList.Number(day.Dividend)} where others are about {FindingList.Number(usual)}, "
                    + $"and the price fell by {DividendChecks.Percent(day.Fall)}: its amount or unit may be wrong.");
            }
        }
    }

    private static bool Contradicts(ExDay day, double usual)
    {
        var (part, usualPart, ratio) = (day.Dividend / day.Before.Close, usual / day.Before.Close, day.Dividend / usual);
        if (ratio >= 1)
        {
            var evidence = day.EvidenceOfNoFall(usualPart, part);
            return day.LargestFall < Fallen * part
                && ((ratio >= Larger && evidence > Clear) || (ratio is >= LeastHundred and <= MostHundred && evidence > Open));
        }
        return 1 / ratio is >= LeastHundred and <= MostHundred && day.Evidence(usualPart, part) > Open;
    }
}
