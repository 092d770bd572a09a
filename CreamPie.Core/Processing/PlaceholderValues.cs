using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Processing;

/// <summary>
/// Turns placeholders into null: an open, high or low of 0 beside a sane close (^GSPC has 5,075),
/// values that are not numbers, and volumes below zero.
/// </summary>
internal static class PlaceholderValues
{
    public static List<DailyBar> Clear(IReadOnlyList<DailyBar> bars, FindingList findings)
    {
        var cleared = new List<DailyBar>(bars.Count);
        int zeros = 0, opens = 0;
        DateOnly first = default, last = default;
        foreach (var bar in bars)
        {
            var known = bar with
            {
                Open = Known(bar.Open, bar.Close),
                High = Known(bar.High, bar.Close),
                Low = Known(bar.Low, bar.Close),
                AdjClose = bar.AdjClose is { } adj && double.IsFinite(adj) ? adj : null,
                Volume = bar.Volume >= 0 ? bar.Volume : null,
                Final = true,
            };
            if (bar.Close > 0 && (bar.Open == 0 || bar.High == 0 || bar.Low == 0))
            {
                first = zeros++ == 0 ? bar.Date : first;
                last = bar.Date;
                opens += bar.Open == 0 ? 1 : 0;
            }
            if (bar.Volume < 0)
            {
                findings.Add(
                    FindingKind.InvalidVolume, bar.Date, $"The volume is {bar.Volume.Value}.", "Volume unknown; the row is loaded.");
            }
            cleared.Add(known);
        }
        if (zeros > 0)
        {
            findings.Add(
                FindingKind.NonPositive,
                zeros == 1 ? first : null,
                $"{FindingList.Count(zeros)} rows have an open, high or low of 0 but a close above 0 "
                + $"(the open in {FindingList.Count(opens)}), from {FindingList.Day(first)} to {FindingList.Day(last)}.",
                "Loaded with these values unknown.");
        }
        return cleared;
    }

    private static double? Known(double? value, double close) =>
        value is { } known && double.IsFinite(known) && !(known == 0 && close > 0) ? known : null;
}
