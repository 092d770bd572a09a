using CreamPie.Core.Market;

namespace CreamPie.Core.Processing;

/// <summary>Finds a day among bars, oldest first.</summary>
internal static class BarSearch
{
    /// <summary>The number of bars if all are older.</summary>
    public static int IndexOfFirstFrom(IReadOnlyList<DailyBar> bars, DateOnly day)
    {
        int low = 0, high = bars.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (bars[middle].Date < day)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
