using CreamPie.Core.Market.Calendar;

namespace CreamPie.Core.Sources.Formats.Text;

/// <summary>
/// The order of a file's dates, as all of them show it together: a day above the twelfth, or else the one order in which they are
/// the sessions of some weeks. Where two orders make sense, none is chosen: 01/02/2026 to 01/05/2026 are four days of January, or
/// the first days of four months.
/// </summary>
internal sealed class DayOrders
{
    private const int Few = 10;
    private const double Dense = 0.6;
    private static readonly DayOrder[] All = Enum.GetValues<DayOrder>();

    private readonly List<DateOnly>?[] _days = [.. All.Select(_ => new List<DateOnly>())];
    private DateShape? _shape;

    /// <summary>Dates of several shapes: the file has more than one order.</summary>
    public bool IsMixed { get; private set; }

    /// <summary>In no order are all of them days.</summary>
    public bool IsNone => Array.TrueForAll(_days, d => d is null);

    /// <summary>False for a file without such dates.</summary>
    public bool IsAny => _shape is not null;

    public void See(DateParts date)
    {
        IsMixed |= _shape is { } shape && shape != date.Shape;
        _shape ??= date.Shape;
        foreach (var order in All)
        {
            if (_days[(int)order] is { } days && date.TryDay(order, out var day))
                days.Add(day);
            else
                _days[(int)order] = null;
        }
    }

    /// <summary>Null if it cannot be decided.</summary>
    /// <param name="known">Of the exporter; null if unknown.</param>
    public DayOrder? Decide(DayOrder? known)
    {
        DayOrder[] possible = [.. All.Where(o => _days[(int)o] is { Count: > 0 })];
        if (IsMixed || possible.Length == 0)
            return null;
        if (known is { } order)
            return possible.Contains(order) ? order : null;
        if (possible.All(o => _days[(int)o]!.SequenceEqual(_days[(int)possible[0]]!)))
            return IsTelling() || IsSorted(_days[(int)possible[0]]!) ? possible[0] : null;
        DayOrder[] daily = [.. possible.Where(o => IsDaily(_days[(int)o]!))];
        return daily is [var one] && !possible.Any(o => o != one && IsPeriodic(_days[(int)o]!)) ? one : null;
    }

    /// <summary>Nothing to confuse: the month is a name, or the year comes first.</summary>
    private bool IsTelling() => _shape is { Name: >= 0 } or { FullYear: 0 };

    /// <summary>But for a few rows: a file of two orders goes back and forth.</summary>
    private static bool IsSorted(List<DateOnly> days)
    {
        var (rises, falls) = (0, 0);
        for (var i = 1; i < days.Count; i++)
        {
            rises += days[i] > days[i - 1] ? 1 : 0;
            falls += days[i] < days[i - 1] ? 1 : 0;
        }
        return Math.Min(rises, falls) * Few <= days.Count;
    }

    private static bool IsDaily(List<DateOnly> days)
    {
        if (!IsSorted(days))
            return false;
        var distinct = days.ToHashSet();
        var (first, last) = (distinct.Min(), distinct.Max());
        var span = last.DayNumber - first.DayNumber + 1;
        if (distinct.Count == span)
            return span >= 7 || Closed(days) == 0;
        return Closed(days) * Few <= days.Count && distinct.Count >= Dense * Weekdays(first, span);
    }

    /// <summary>Days without trading in a week from Monday to Friday, or from Sunday to Thursday.</summary>
    private static int Closed(List<DateOnly> days) => Math.Min(
        days.Count(d => !TradingWeek.IsMondayToFriday(d)), days.Count(d => d.DayOfWeek is DayOfWeek.Friday or DayOfWeek.Saturday));

    private static int Weekdays(DateOnly first, int span)
    {
        var days = span / 7 * 5;
        for (var i = 0; i < span % 7; i++)
            days += TradingWeek.IsMondayToFriday(first.AddDays(i)) ? 1 : 0;
        return Math.Max(days, 1);
    }

    /// <summary>One row a week, or the first days of months.</summary>
    private static bool IsPeriodic(List<DateOnly> days)
    {
        DateOnly[] sorted = [.. days.Distinct().Order()];
        var pairs = sorted.Zip(sorted.Skip(1)).ToList();
        return (sorted.All(d => d.Day == 1) && pairs.Select(p => Months(p.Second) - Months(p.First)).Distinct().Count() <= 1)
            || pairs.All(p => p.Second.DayNumber - p.First.DayNumber == 7);

        static int Months(DateOnly day) => day.Year * 12 + day.Month;
    }
}
