using CreamPie.Core.Market;

namespace CreamPie.Core.Analysis.Returns;

/// <summary>A date that not all series have.</summary>
/// <param name="Date">Within the range that all of them cover.</param>
/// <param name="Missing">The numbers of the series that lack it, from 0, in the order in which they were given.</param>
public sealed record LeftOutDate(DateOnly Date, IReadOnlyList<int> Missing);

/// <summary>Several series on the dates that all of them have.</summary>
public sealed class CommonDates
{
    /// <summary>Most series at once.</summary>
    public const int MaxSeries = 10;

    private CommonDates(List<IReadOnlyList<DailyBar>> series, List<LeftOutDate> leftOut) => (Series, LeftOut) = (series, leftOut);

    /// <summary>In the order in which they were given, all of the same length and dates, oldest first.</summary>
    public IReadOnlyList<IReadOnlyList<DailyBar>> Series { get; }

    /// <summary>
    /// Dates left out, oldest first: between the latest of the first dates and the earliest of the last ones, what some of the series
    /// have and others lack. Days before one began or after one ended do not count.
    /// </summary>
    public IReadOnlyList<LeftOutDate> LeftOut { get; }

    /// <summary>The dates of all series.</summary>
    public IReadOnlyList<DateOnly> Dates => [.. Series[0].Select(b => b.Date)];

    /// <summary>Takes the bars of the dates that all series have.</summary>
    /// <param name="series">1 to 10, each oldest first, one bar a date.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are none, or more than 10.</exception>
    public static CommonDates Of(IReadOnlyList<IReadOnlyList<DailyBar>> series)
    {
        if (series.Count is < 1 or > MaxSeries)
            throw new ArgumentOutOfRangeException(nameof(series), series.Count, $"1 to {MaxSeries} series are expected.");
        if (series.Any(s => s.Count == 0))
            return new([.. series.Select(_ => (IReadOnlyList<DailyBar>)[])], []);
        var first = series.Max(s => s[0].Date);
        var common = series.Select(_ => new List<DailyBar>()).ToList();
        var leftOut = new List<LeftOutDate>();
        var next = series.Select(s => Start(s, first)).ToArray();
        // Behind the end of one series no date is common.
        while (Enumerable.Range(0, series.Count).All(i => next[i] < series[i].Count))
        {
            var date = Enumerable.Range(0, series.Count).Min(DateOf);
            var missing = Enumerable.Range(0, series.Count).Where(i => DateOf(i) != date).ToList();
            if (missing.Count > 0)
                leftOut.Add(new(date, missing));
            for (var i = 0; i < series.Count; i++)
            {
                if (missing.Count == 0)
                    common[i].Add(series[i][next[i]]);
                if (DateOf(i) == date)
                    next[i]++;
            }
        }
        return new([.. common], leftOut);

        DateOnly DateOf(int i) => series[i][next[i]].Date;
        static int Start(IReadOnlyList<DailyBar> bars, DateOnly first) => bars.TakeWhile(b => b.Date < first).Count();
    }
}
