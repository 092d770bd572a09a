using CreamPie.Core.Analysis.Windows;
using CreamPie.Core.Market;

namespace CreamPie.Core.Analysis.Indicators;

/// <summary>Three lines, each as long as the bars, in the unit of the prices.</summary>
/// <param name="Line">Fast minus slow average; null before index slow - 1.</param>
/// <param name="Signal">The exponential average of the line; null before index slow + signal - 2.</param>
/// <param name="Histogram">Line minus signal.</param>
public sealed record Convergence(IReadOnlyList<double?> Line, IReadOnlyList<double?> Signal, IReadOnlyList<double?> Histogram);

/// <summary>
/// Appel, "Technical Analysis: Power Tools for Active Investors" (2005): moving average convergence and divergence.
/// </summary>
public static class Macd
{
    /// <summary>Says which of the periods is wrong; null if all is well.</summary>
    /// <param name="fast">In bars.</param>
    /// <param name="slow">In bars.</param>
    internal static string? Problem(double fast, double slow) => fast < slow ? null : "fast must be less than slow.";

    /// <summary>
    /// The exponential average of <paramref name="fast"/> closes minus that of <paramref name="slow"/>, and the average of this
    /// difference over <paramref name="signal"/> bars, which starts with the mean of its first ones.
    /// </summary>
    /// <param name="bars">Oldest first.</param>
    /// <param name="fast">1 to 499 bars, less than slow.</param>
    /// <param name="slow">2 to 500 bars.</param>
    /// <param name="signal">1 to 500 bars.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public static Convergence Of(IReadOnlyList<DailyBar> bars, int fast = 12, int slow = 26, int signal = 9)
    {
        Periods.Require(fast);
        Periods.Require(slow, 2);
        Periods.Require(signal);
        if (Problem(fast, slow) is { } problem)
            throw new ArgumentOutOfRangeException(nameof(fast), fast, problem);
        var closes = Column.Closes(bars);
        var (fasts, slows) = (Smoothing.Exponential(closes, fast), Smoothing.Exponential(closes, slow));
        var line = Column.Each(closes.Length, i => fasts[i] - slows[i]);
        var signals = Smoothing.Exponential(line, signal);
        return new(Column.Known(line), Column.Known(signals), Column.Known(Column.Each(closes.Length, i => line[i] - signals[i])));
    }
}
