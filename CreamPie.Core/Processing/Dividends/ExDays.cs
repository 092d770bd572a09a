using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Processing.Dividends;

/// <summary>Finds the bars around each payment, and measures what a usual day of that time is like.</summary>
internal static class ExDays
{
    /// <summary>On either side of the ex-date.</summary>
    private const int UsualDays = 60;

    private const int FewestDays = 8;
    private const double MostOfADay = 0.2;
    private const double LeastNoise = 0.003;
    private const double AssumedNoise = 0.015;

    /// <summary>The standard deviation of normal moves, as a multiple of their mean size.</summary>
    private const double OfMeanSize = 1.2533;

    /// <returns>By ex-date, oldest first; payments without a bar on both sides are left out.</returns>
    public static List<ExDay> Of(IReadOnlyList<DailyBar> bars, ParsedDocument document)
    {
        var payments = document.Actions
            .Where(a => a is { Kind: not ActionKind.Split, Amount: > 0 })
            .GroupBy(a => a.ExDate)
            .OrderBy(day => day.Key)
            .Select(day => (Day: day, At: BarSearch.IndexOfFirstFrom(bars, day.Key)))
            .Where(p => p.At > 0 && p.At < bars.Count && bars[p.At - 1].Close > 0)
            .ToArray();
        var unusual = payments.Select(p => p.At).ToHashSet();
        var exDays = new List<ExDay>(payments.Length);
        foreach (var (day, at) in payments)
        {
            var noise = Noise(bars, at, unusual);
            exDays.Add(new(
                day.Key,
                day.Where(a => a.Kind == ActionKind.Dividend).Sum(a => a.Amount!.Value),
                day.Where(a => a.Kind == ActionKind.CapitalGain).Sum(a => a.Amount!.Value),
                day.All(a => a.Exact),
                bars[at - 1],
                bars[at],
                at + 1 < bars.Count ? bars[at + 1] : null,
                Math.Max(LeastNoise, noise ?? AssumedNoise),
                noise is not null));
        }
        return exDays;
    }

    /// <returns>Null if there are too few days.</returns>
    private static double? Noise(IReadOnlyList<DailyBar> bars, int at, HashSet<int> unusual)
    {
        var (sum, count) = (0d, 0);
        for (var i = Math.Max(1, at - UsualDays); i <= Math.Min(bars.Count - 1, at + UsualDays); i++)
        {
            if (unusual.Contains(i) || bars[i - 1].Close <= 0)
                continue;
            sum += Math.Min(MostOfADay, Math.Abs(ExDay.FallOf(bars[i - 1], bars[i])));
            count++;
        }
        return count < FewestDays ? null : OfMeanSize * sum / count;
    }
}
