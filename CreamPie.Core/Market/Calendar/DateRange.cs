namespace CreamPie.Core.Market.Calendar;

/// <summary>Days from one to another, both included.</summary>
/// <param name="First">The oldest day.</param>
/// <param name="Last">The newest day, not before <paramref name="First"/>.</param>
public readonly record struct DateRange(DateOnly First, DateOnly Last)
{
    /// <summary>True from the first day to the last.</summary>
    /// <param name="day">Any day.</param>
    public bool Contains(DateOnly day) => day >= First && day <= Last;

    /// <summary>The same days in as few ranges as possible, oldest first.</summary>
    /// <param name="ranges">In any order; they may overlap.</param>
    public static List<DateRange> Union(IEnumerable<DateRange> ranges)
    {
        var union = new List<DateRange>();
        foreach (var range in ranges.OrderBy(r => r.First))
        {
            if (union.Count > 0 && range.First.DayNumber <= union[^1].Last.DayNumber + 1)
                union[^1] = new(union[^1].First, range.Last > union[^1].Last ? range.Last : union[^1].Last);
            else
                union.Add(range);
        }
        return union;
    }
}
