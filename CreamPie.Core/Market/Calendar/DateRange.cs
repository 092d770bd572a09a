namespace CreamPie.Core.Market.Calendar;

/// <summary>Days from one to another, both included.</summary>
/// <param name="First">The oldest day.</param>
/// <param name="Last">The newest day, not before <paramref name="First"/>.</param>
public readonly record struct DateRange(DateOnly First, DateOnly Last)
{
    /// <summary>True from the first day to the last.</summary>
    /// <param name="day">Any day.</param>
    public bool Contains(DateOnly day) => day >= First && day <= Last;
}
