namespace CreamPie.Core.Analysis.Windows;

/// <summary>
/// Mean and squared deviations of some values, which can be joined with those of others without cancellation: Chan, Golub and
/// LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances" (1979). Equal values deviate by exactly 0.
/// </summary>
/// <param name="Count">How many values.</param>
/// <param name="Mean">Their arithmetic mean.</param>
/// <param name="Squares">The sum of the squared deviations from the mean.</param>
internal readonly record struct Moments(int Count, double Mean, double Squares)
{
    /// <summary>Those of one value.</summary>
    public static Moments Of(double value) => new(1, value, 0);

    /// <summary>Those of several values, in one pass; of none the default.</summary>
    public static Moments Of(IEnumerable<double> values) => values.Aggregate(default(Moments), (all, v) => Join(all, Of(v)));

    /// <summary>The square root of the mean squared deviation (divided by n).</summary>
    public double PopulationDeviation => Math.Sqrt(Squares / Count);

    /// <summary>As an estimate from a sample (divided by n - 1); NaN for fewer than two values.</summary>
    public double SampleDeviation => Count < 2 ? double.NaN : Math.Sqrt(Squares / (Count - 1));

    /// <summary>Those of both together.</summary>
    public static Moments Join(Moments a, Moments b)
    {
        var count = a.Count + b.Count;
        var apart = b.Mean - a.Mean;
        return new(
            count,
            a.Mean + apart * b.Count / count,
            a.Squares + b.Squares + apart * apart * a.Count * b.Count / count);
    }
}
