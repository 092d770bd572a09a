namespace CreamPie.Core.Analysis.Windows;

/// <summary>
/// What is true of each window of <c>period</c> neighbours, in O(n) whatever the period: van Herk, "A fast algorithm for local
/// minimum and maximum filters", Pattern Recognition Letters 13 (1992). A window is the end of one block joined with the start of
/// the next. Nothing is ever subtracted, so no error drifts from one window into a later one, nor does one NaN or overflow.
/// </summary>
internal static class Rolling
{
    /// <summary>Joins the parts of each window, in their order.</summary>
    /// <param name="parts">One for each day, oldest first.</param>
    /// <param name="period">Parts of a window, 1 or more.</param>
    /// <param name="join">Associative; the earlier part comes first.</param>
    /// <returns>One for each whole window, that which ends at index period - 1 first.</returns>
    public static T[] Join<T>(T[] parts, int period, Func<T, T, T> join)
    {
        var count = parts.Length;
        if (period > count)
            return [];
        var ends = new T[count];
        for (var i = count - 1; i >= 0; i--)
            ends[i] = i == count - 1 || (i + 1) % period == 0 ? parts[i] : join(parts[i], ends[i + 1]);
        var windows = new T[count - period + 1];
        var start = parts[0];
        for (var i = 0; i < count; i++)
        {
            start = i % period == 0 ? parts[i] : join(start, parts[i]);
            var first = i - period + 1;
            if (first >= 0)
                windows[first] = first % period == 0 ? start : join(ends[first], start);
        }
        return windows;
    }

    /// <summary>As <see cref="Join"/>, as a series: NaN before the first whole window, and where a window has one.</summary>
    public static double[] Series<T>(T[] parts, int period, Func<T, T, T> join, Func<T, double> value) =>
        Series(Join(parts, period, join), parts.Length, value);

    /// <summary>A value of each window at the day on which it ends: NaN before the first one.</summary>
    /// <param name="windows">As <see cref="Join"/> gives them.</param>
    /// <param name="count">Days, as many as there were parts.</param>
    /// <param name="value">Of a window.</param>
    public static double[] Series<T>(T[] windows, int count, Func<T, double> value)
    {
        var series = new double[count];
        Array.Fill(series, double.NaN);
        for (var i = 0; i < windows.Length; i++)
            series[count - windows.Length + i] = value(windows[i]);
        return series;
    }

    /// <summary>The highest of each window.</summary>
    public static double[] Highest(double[] values, int period) => Series(values, period, Math.Max, v => v);

    /// <summary>The lowest of each window.</summary>
    public static double[] Lowest(double[] values, int period) => Series(values, period, Math.Min, v => v);

    /// <summary>The arithmetic mean of each window.</summary>
    public static double[] Means(double[] values, int period) => Series(values, period, (a, b) => a + b, sum => sum / period);
}
