using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Sources.Formats.History;

/// <summary>Whether rows can be daily: only its dates reveal a weekly or monthly file.</summary>
internal static class DailySpacing
{
    private const int WeeklyGap = 6;
    private const int FewestGaps = 3;

    public const string Refusal =
        "The rows are not daily (they are a week or more apart): only daily bars are loaded; choose the daily interval at the source.";

    public static bool IsDaily(IReadOnlyList<ParsedRow> rows)
    {
        if (rows.Count <= FewestGaps)
            return true;
        var gaps = new int[rows.Count - 1];
        for (var i = 0; i < gaps.Length; i++)
            gaps[i] = Math.Abs(rows[i + 1].Bar.Date.DayNumber - rows[i].Bar.Date.DayNumber);
        Array.Sort(gaps);
        return gaps[gaps.Length / 2] < WeeklyGap;
    }
}
