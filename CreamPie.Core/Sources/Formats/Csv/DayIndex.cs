namespace CreamPie.Core.Sources.Formats.Csv;

/// <summary>Items by their days, those of one day in their own order: a range of days is found without a look at all items.</summary>
internal sealed class DayIndex<T>
{
    private readonly DateOnly[] _days;
    private readonly T[] _items;

    public DayIndex(IEnumerable<T> items, Func<T, DateOnly> dayOf)
    {
        _items = [.. items.OrderBy(dayOf)];
        _days = Array.ConvertAll(_items, item => dayOf(item));
    }

    /// <summary>Oldest first.</summary>
    /// <param name="first">Inclusive.</param>
    /// <param name="last">Inclusive.</param>
    public ReadOnlySpan<T> Between(DateOnly first, DateOnly last)
    {
        var (start, end) = (CountBefore(first), CountBefore(last.AddDays(1)));
        return start < end ? _items.AsSpan(start..end) : [];
    }

    private int CountBefore(DateOnly day)
    {
        var (low, high) = (0, _days.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_days[middle] < day)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
