using CreamPie.Core.Analysis.Windows;
using CreamPie.Core.Market;

namespace CreamPie.Core.Analysis.Indicators;

/// <summary>Three lines of one price, each as long as the bars; null before index period - 1.</summary>
/// <param name="Upper">The middle plus the deviations.</param>
/// <param name="Middle">The simple moving average of the closes.</param>
/// <param name="Lower">The middle minus the deviations.</param>
public sealed record Bands(IReadOnlyList<double?> Upper, IReadOnlyList<double?> Middle, IReadOnlyList<double?> Lower);

/// <summary>Bollinger, "Bollinger on Bollinger Bands" (2001): an average and a band of standard deviations around it.</summary>
public static class BollingerBands
{
    /// <summary>Fewest standard deviations.</summary>
    public const double SmallestDeviations = 0.1;

    /// <summary>Most standard deviations.</summary>
    public const double LargestDeviations = 10;

    /// <summary>
    /// The mean of the last <paramref name="period"/> closes, plus and minus <paramref name="deviations"/> of their standard
    /// deviations, that of a population (divided by the period).
    /// </summary>
    /// <param name="bars">Oldest first.</param>
    /// <param name="period">2 to 500 bars.</param>
    /// <param name="deviations">0.1 to 10.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public static Bands Of(IReadOnlyList<DailyBar> bars, int period = 20, double deviations = 2)
    {
        Periods.Require(period, 2);
        Periods.Require(deviations, SmallestDeviations, LargestDeviations, nameof(deviations));
        var windows = Rolling.Join(Array.ConvertAll(Column.Closes(bars), Moments.Of), period, Moments.Join);
        return new(
            Line(m => m.Mean + deviations * m.PopulationDeviation),
            Line(m => m.Mean),
            Line(m => m.Mean - deviations * m.PopulationDeviation));

        IReadOnlyList<double?> Line(Func<Moments, double> value) => Column.Known(Rolling.Series(windows, bars.Count, value));
    }
}
