using CreamPie.Core.Analysis.Returns;
using CreamPie.Core.Analysis.Windows;
using CreamPie.Core.Market;

namespace CreamPie.Core.Analysis.Risk;

/// <summary>How alike the daily returns of several series are.</summary>
/// <param name="Matrix">
/// Pearson's coefficient of each with each, -1 to 1, rows and columns in the order of the series; null where one of the two never moved.
/// </param>
/// <param name="From">The first common date; null without any.</param>
/// <param name="To">The last one.</param>
/// <param name="Days">Common dates.</param>
public sealed record CorrelationMatrix(IReadOnlyList<IReadOnlyList<double?>> Matrix, DateOnly? From, DateOnly? To, int Days);

/// <summary>
/// Returns of several series between the dates that all of them have, so that a day on which one exchange rests is a longer return of
/// all. Definitions: Bodie, Kane and Marcus, "Investments".
/// </summary>
public static class Correlation
{
    /// <summary>Pearson's coefficients of simple daily returns.</summary>
    /// <param name="common">1 to 10 series on their common dates.</param>
    public static CorrelationMatrix Matrix(CommonDates common)
    {
        var returns = Returns(common);
        var over = Figure.Over(common.Series[0], double.NaN);
        var count = returns.Length;
        var matrix = new double?[count][];
        for (var i = 0; i < count; i++)
        {
            matrix[i] = new double?[count];
            for (var j = 0; j <= i; j++)
                matrix[i][j] = matrix[j][i] = Figure.Known(Coefficient(returns[i], returns[j]));
        }
        return new(matrix, over.From, over.To, over.Days);
    }

    /// <summary>
    /// Beta: the sample covariance of both returns by the variance of the benchmark's, on their common dates.
    /// </summary>
    /// <param name="bars">Oldest first.</param>
    /// <param name="benchmark">Oldest first.</param>
    /// <returns>A plain number; null for fewer than two returns, and where the benchmark never moved.</returns>
    public static Figure Beta(IReadOnlyList<DailyBar> bars, IReadOnlyList<DailyBar> benchmark)
    {
        var common = CommonDates.Of([bars, benchmark]);
        var returns = Returns(common);
        return Figure.Over(common.Series[0], Covariance(returns[0], returns[1]) / Variance(returns[1]));
    }

    /// <summary>Only of dates whose returns are known in every series.</summary>
    private static double[][] Returns(CommonDates common)
    {
        var returns = common.Series.Select(DailyReturns.Of).ToList();
        List<int> known = [.. Enumerable.Range(0, common.Series[0].Count).Where(i => returns.TrueForAll(r => r[i] is not null))];
        return [.. returns.Select(r => known.Select(i => r[i]!.Value).ToArray())];
    }

    private static double Coefficient(double[] a, double[] b)
    {
        var product = Covariance(a, b) / (Math.Sqrt(Variance(a)) * Math.Sqrt(Variance(b)));
        return ReferenceEquals(a, b) && double.IsFinite(product) ? 1 : Math.Clamp(product, -1, 1);
    }

    /// <summary>NaN where returns are equal but for rounding: nothing can be divided by it.</summary>
    private static double Variance(double[] a) =>
        Covariance(a, a) is var variance && variance > DailyReturns.Noise * DailyReturns.Noise ? variance : double.NaN;

    private static double Covariance(double[] a, double[] b)
    {
        if (a.Length < 2)
            return double.NaN;
        var (meanA, meanB) = (Moments.Of(a).Mean, Moments.Of(b).Mean);
        return a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum() / (a.Length - 1);
    }
}
