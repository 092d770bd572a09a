using CreamPie.Core.Market.Calendar;

namespace CreamPie.Core.Market.Adjusting;

/// <summary>A bar as its document gave it.</summary>
/// <param name="Bar">On the split basis of <paramref name="BasisDate"/>.</param>
/// <param name="BasisDate">Every split up to this day is in the prices, no later one is.</param>
public readonly record struct StoredBar(DailyBar Bar, DateOnly BasisDate)
{
    private readonly DateOnly? _cashBasisDate;

    /// <summary>True if its adjusted close contains no dividend, though there were some.</summary>
    public bool ForgetsCash { get; init; }

    /// <summary>Every dividend up to this day is in the adjusted close, except <see cref="LackedCash"/>; no later one is.</summary>
    public DateOnly CashBasisDate
    {
        get => _cashBasisDate ?? BasisDate;
        init => _cashBasisDate = value;
    }

    /// <summary>Ex-dates of dividends that its document did not know and did not take out; null for none.</summary>
    public IReadOnlyList<DateOnly>? LackedCash { get; init; }
}

/// <summary>An action as its document gave it.</summary>
/// <param name="Action">A cash amount is per share as of <paramref name="BasisDate"/>.</param>
/// <param name="BasisDate">Every split up to this day is in the amount, no later one is.</param>
public sealed record StoredAction(CorporateAction Action, DateOnly BasisDate);

/// <summary>The current actions of one stock, and the days whose actions are known.</summary>
/// <param name="actions">In any order, at most one of a kind a day.</param>
/// <param name="covered">Ranges of days whose actions some document lists, even where it lists none.</param>
/// <param name="through">The newest day that any document of the stock reaches.</param>
/// <param name="currency">Of the prices; null if unknown.</param>
/// <param name="undone">Splits that are in the prices of some bases only; null for none.</param>
public sealed class ActionHistory(
    IReadOnlyList<StoredAction> actions, IEnumerable<DateRange> covered, DateOnly through, string? currency = null,
    IEnumerable<UndoneSplit>? undone = null)
{
    private readonly List<DateRange> _covered = DateRange.Union(covered);

    /// <summary>By ex-date, oldest first.</summary>
    public IReadOnlyList<StoredAction> Actions { get; } = [.. actions.OrderBy(a => a.Action.ExDate)];

    /// <summary>Those of the actions that are splits.</summary>
    public SplitFactors Splits { get; } = new(actions.Select(a => a.Action), undone);

    /// <summary>Of the prices; null if unknown.</summary>
    public string? Currency => currency;

    /// <summary>The newest day that any document of the stock reaches.</summary>
    public DateOnly Through => through;

    /// <summary>True if every action with an ex-date after <paramref name="day"/> and up to <paramref name="last"/> is known.</summary>
    /// <param name="day">Exclusive.</param>
    /// <param name="last">Inclusive; on or before <paramref name="day"/> there is nothing to know.</param>
    public bool Knows(DateOnly day, DateOnly last)
    {
        if (last <= day)
            return true;
        foreach (var range in _covered)
        {
            if (range.First.DayNumber <= day.DayNumber + 1 && last <= range.Last)
                return true;
        }
        return false;
    }

    /// <summary>True if every split in the prices of a bar is known, so that it can be taken out again.</summary>
    /// <param name="bar">Of this stock.</param>
    public bool KnowsSplitsOf(StoredBar bar) => Knows(bar.Bar.Date, bar.BasisDate);
}
