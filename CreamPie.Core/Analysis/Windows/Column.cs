using CreamPie.Core.Market;

namespace CreamPie.Core.Analysis.Windows;

/// <summary>
/// One value of each bar, as arithmetic wants it: NaN is unknown, and spreads by itself to whatever needs it. Outside it is null.
/// </summary>
internal static class Column
{
    public static double[] Of(IReadOnlyList<DailyBar> bars, Func<DailyBar, double?> value)
    {
        var column = new double[bars.Count];
        for (var i = 0; i < column.Length; i++)
            column[i] = value(bars[i]) is { } known && double.IsFinite(known) ? known : double.NaN;
        return column;
    }

    public static double[] Closes(IReadOnlyList<DailyBar> bars) => Of(bars, b => b.Close);

    public static double[] Highs(IReadOnlyList<DailyBar> bars) => Of(bars, b => b.High);

    public static double[] Lows(IReadOnlyList<DailyBar> bars) => Of(bars, b => b.Low);

    /// <summary>(high + low + close) / 3.</summary>
    public static double[] TypicalPrices(IReadOnlyList<DailyBar> bars) => Of(bars, b => (b.High + b.Low + b.Close) / 3);

    /// <summary>One value for each index.</summary>
    public static double[] Each(int count, Func<int, double> value)
    {
        var column = new double[count];
        for (var i = 0; i < count; i++)
            column[i] = value(i);
        return column;
    }

    /// <summary>For results: whatever is no finite number is null.</summary>
    public static IReadOnlyList<double?> Known(double[] column) => Array.ConvertAll(column, v => double.IsFinite(v) ? v : (double?)null);
}
