using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Processing;

/// <summary>Finds adjusted closes that cannot be right, whatever was paid: stored as given, served by no series.</summary>
internal static class AdjCloseChecks
{
    /// <param name="bars">Oldest first, on the basis of the series.</param>
    /// <param name="findings">Receives one finding, on the newest such day: none before it is served.</param>
    public static void Report(IReadOnlyList<DailyBar> bars, FindingList findings)
    {
        var (count, first, last) = (0, -1, -1);
        for (var i = 0; i < bars.Count; i++)
        {
            if (bars[i].AdjClose is not { } adjClose || AdjustedClose.IsPossible(bars[i].Close, adjClose))
                continue;
            (count, first, last) = (count + 1, first < 0 ? i : first, i);
        }
        if (count == 0)
            return;
        findings.Add(
            FindingKind.AdjCloseImpossible, bars[last].Date,
            $"{FindingList.Count(count)} adjusted closes from {FindingList.Day(bars[first].Date)} to {FindingList.Day(bars[last].Date)} "
            + $"cannot be right: {FindingList.Number(bars[last].AdjClose!.Value)} for a close of {FindingList.Number(bars[last].Close)}.",
            "Loaded as the source gave them, but adjusted closes up to this day are not served.");
    }
}
