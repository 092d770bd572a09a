namespace CreamPie.Core.Analysis.Windows;

/// <summary>Averages in which each earlier value weighs less by a constant factor.</summary>
internal static class Smoothing
{
    /// <summary>
    /// Starts with the mean of the first <paramref name="period"/> neighbours that are all known; then each value moves it by
    /// <paramref name="weight"/> of the distance. An unknown value ends it, and it starts again in the same way.
    /// </summary>
    public static double[] Of(double[] values, int period, double weight)
    {
        var starts = Rolling.Means(values, period);
        var smooth = new double[values.Length];
        var last = double.NaN;
        for (var i = 0; i < values.Length; i++)
        {
            last = double.IsFinite(last) ? last + weight * (values[i] - last) : starts[i];
            smooth[i] = last;
        }
        return smooth;
    }

    /// <summary>The exponential average: weight 2 / (period + 1).</summary>
    public static double[] Exponential(double[] values, int period) => Of(values, period, 2.0 / (period + 1));

    /// <summary>Wilder's: weight 1 / period, (previous * (period - 1) + value) / period.</summary>
    public static double[] Wilder(double[] values, int period) => Of(values, period, 1.0 / period);
}
