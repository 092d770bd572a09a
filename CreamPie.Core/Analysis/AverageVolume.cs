using CreamPie.Core.Market;

namespace CreamPie.Core.Analysis;

/// <summary>How much of a stock is traded a day.</summary>
public static class AverageVolume
{
    /// <summary>The calendar months that <see cref="Of"/> looks back, as quote pages do.</summary>
    public const int Months = 3;

    /// <summary>The mean volume of the bars after the day three months before the last one; bars of unknown volume do not count.</summary>
    /// <param name="bars">Oldest first.</param>
    /// <returns>Shares or units a day; its days are the bars that count.</returns>
    public static Figure Of(IReadOnlyList<DailyBar> bars)
    {
        if (bars.Count == 0)
            return default;
        var last = bars[^1].Date;
        var after = last.Year > 1 ? last.AddMonths(-Months) : DateOnly.MinValue;
        List<DailyBar> recent = [.. bars.Where(b => b.Date > after && b.Volume is not null)];
        return Figure.Over(recent, recent.Count == 0 ? double.NaN : recent.Average(b => (double)b.Volume!.Value));
    }
}
