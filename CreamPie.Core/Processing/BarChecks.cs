using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Processing;

/// <summary>Finds strange bars, which are loaded nevertheless: real data is wild (AAPL fell 51.9 % on 2000-09-29).</summary>
internal static class BarChecks
{
    private const string Loaded = "Loaded.";
    private const double UnitFactor = 100;
    private const double UnitSlack = 1.25;
    private const int VolumeFactor = 100;
    private const int FewestVolumes = 20;

    public static void Report(IReadOnlyList<DailyBar> bars, ParsedDocument document, CaptureClock clock, FindingList findings)
    {
        var splits = document.Actions.Where(a => a.Kind == ActionKind.Split).Select(a => a.ExDate).ToHashSet();
        var usualVolume = MedianVolume(bars);
        for (var i = 0; i < bars.Count; i++)
        {
            var bar = bars[i];
            if (clock.IsClosed(bar.Date))
            {
                findings.Add(
                    FindingKind.ClosedDay, bar.Date,
                    $"The row is on {bar.Date.DayOfWeek} {FindingList.Day(bar.Date)}, when the exchange is closed.", Loaded);
            }
            if (Inconsistency(bar) is { } inconsistency)
                findings.Add(FindingKind.Inconsistent, bar.Date, inconsistency, Loaded);
            if (bar.Close <= 0 || bar.Open < 0 || bar.High < 0 || bar.Low < 0)
            {
                findings.Add(
                    FindingKind.NonPositive, bar.Date,
                    $"A price of zero or less; the close is {FindingList.Number(bar.Close)}.", Loaded);
            }
            if (i > 0)
                Move(bars[i - 1], bar, splits.Contains(bar.Date), findings);
            if (usualVolume > 0 && bar.Volume is { } volume && volume / VolumeFactor >= usualVolume)
            {
                findings.Add(
                    FindingKind.VolumeOutlier, bar.Date,
                    $"The volume {volume} is {volume / usualVolume} times the median {usualVolume}.", Loaded);
            }
        }
    }

    /// <param name="before">The bar before it.</param>
    /// <param name="bar">The later bar, which a finding names.</param>
    /// <param name="hasSplit">True if the later day has a split: prices on the basis of the series do not move by it.</param>
    /// <param name="findings">Receives the findings.</param>
    private static void Move(DailyBar before, DailyBar bar, bool hasSplit, FindingList findings)
    {
        if (before.Close <= 0 || bar.Close <= 0)
            return;
        if (!Price.IsLargeMove(before.Close, bar.Close))
            return;
        var ratio = bar.Close / before.Close;
        var seen = $"The close went from {FindingList.Number(before.Close)} on {FindingList.Day(before.Date)} "
            + $"to {FindingList.Number(bar.Close)}";
        var times = Math.Max(ratio, 1 / ratio);
        if (times is >= UnitFactor / UnitSlack and <= UnitFactor * UnitSlack)
            findings.Add(FindingKind.UnitJump, bar.Date, $"{seen}: a factor of about 100; the unit may have changed.", Loaded);
        else
        {
            findings.Add(
                FindingKind.LargeMove, bar.Date,
                $"{seen}, {(hasSplit ? "possibly not adjusted for the split of that day" : "without a split")}.", Loaded);
        }
    }

    private static string? Inconsistency(DailyBar bar)
    {
        var (high, low) = (bar.High, bar.Low);
        if (Above(low, high))
            return $"The low {FindingList.Number(low!.Value)} is above the high {FindingList.Number(high!.Value)}.";
        if (Above(bar.Open, high) || Above(bar.Close, high))
            return $"The high {FindingList.Number(high!.Value)} is below the open or the close.";
        return Above(low, bar.Open) || Above(low, bar.Close)
            ? $"The low {FindingList.Number(low!.Value)} is above the open or the close."
            : null;
    }

    private static bool Above(double? a, double? b) => a > b && !Price.Same(a, b);

    private static long MedianVolume(IReadOnlyList<DailyBar> bars)
    {
        var volumes = new List<long>(bars.Count);
        for (var i = 0; i < bars.Count; i++)
        {
            if (bars[i].Volume is > 0 and var volume)
                volumes.Add(volume);
        }
        volumes.Sort();
        return volumes.Count < FewestVolumes ? 0 : volumes[volumes.Count / 2];
    }
}
