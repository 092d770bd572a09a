using CreamPie.Core.Analysis.Windows;
using CreamPie.Core.Market;

namespace CreamPie.Core.Analysis.Returns;

/// <summary>How many daily returns lie in a range, as fractions.</summary>
/// <param name="From">Inclusive; null for the first bin, which has all that is lower.</param>
/// <param name="To">Exclusive; null for the last bin, which has all that is higher.</param>
/// <param name="Count">Days.</param>
public readonly record struct ReturnBin(double? From, double? To, int Count);

/// <summary>The distribution of daily returns.</summary>
/// <param name="Bins">From the lowest; none without returns.</param>
/// <param name="Width">Of a bin, a fraction.</param>
/// <param name="Mean">Of the returns, a fraction a day; its days are bars.</param>
public sealed record ReturnDistribution(IReadOnlyList<ReturnBin> Bins, double Width, Figure Mean);

/// <summary>
/// Bins of equal width, 1, 2 or 5 times a power of ten, the smallest that is a quarter of the sample standard deviation or more. 0 is
/// an edge. They reach four deviations to each side and no further than there are returns; the first and the last one are open.
/// </summary>
public static class ReturnHistogram
{
    private const double BinsPerDeviation = 4;
    private const double Deviations = 4;

    /// <summary>At most 34 bins, whatever the series.</summary>
    /// <param name="bars">Oldest first.</param>
    public static ReturnDistribution Of(IReadOnlyList<DailyBar> bars)
    {
        var returns = DailyReturns.Known(bars);
        var moments = Moments.Of(returns);
        var mean = Figure.Over(bars, returns.Count == 0 ? double.NaN : moments.Mean);
        if (!(moments.SampleDeviation > DailyReturns.Noise) || !double.IsFinite(moments.SampleDeviation))
            return new(returns.Count == 0 ? [] : [new(null, null, returns.Count)], 0, mean);

        var (unit, step) = Width(moments.SampleDeviation / BinsPerDeviation);
        var width = step * unit;
        var reach = (int)Math.Ceiling(Deviations * moments.SampleDeviation / width);
        // A bin has the returns from its number times the width on; those beyond the reach count in the two open ones.
        var numbers = returns.ConvertAll(r => (int)Math.Clamp(Math.Floor(r / width), -reach - 1, reach));
        var (first, last) = (numbers.Min(), numbers.Max());
        var counts = new int[last - first + 1];
        foreach (var number in numbers)
            counts[number - first]++;
        return new(
            [.. counts.Select((count, i) => new ReturnBin(
                i == 0 ? null : Edge(first + i), i == counts.Length - 1 ? null : Edge(first + i + 1), count))],
            width, mean);

        // Of whole numbers, so that three times 0.1 is 0.3.
        double Edge(int number) => unit < 1 ? number * step / Math.Round(1 / unit) : number * step * unit;
    }

    private static (double Unit, double Step) Width(double least)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(least)));
        var step = (least / unit) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        return (unit, step);
    }
}
