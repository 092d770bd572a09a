using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Yahoo.Page.Tables;

namespace CreamPie.Core.Sources.Yahoo.Page;

/// <summary>Findings on what of a page's two texts could not be compared; TableCheck compares the rest.</summary>
internal static class PageChecks
{
    public static RowError Unread(string why) => Doubt(null, $"The page's payload could not be parsed, so its table was used: {why}");

    public static IEnumerable<RowError> Of(ParsedDocument payload, HistoryTable table)
    {
        if (table.Problem is { } problem)
            yield return Doubt(null, $"The table was not compared: {problem}");
        if (table.Rows.Count == 0 && table.Errors.Count == 0)
            yield break;

        var bars = new Dictionary<DateOnly, int>(payload.Rows.Count);
        for (var i = 0; i < payload.Rows.Count; i++)
            bars[payload.Rows[i].Bar.Date] = i;
        var unread = table.Errors.Where(e => e.Kind == RowProblem.Row && e.Date is { } date && bars.ContainsKey(date)).ToList();
        if (unread.Count > 0)
            yield return Doubt(unread[0].Date, $"{unread.Count} rows of the table were not compared; the first: {unread[0].Problem}");

        var silent = table.Rows.Where(r => bars.TryGetValue(r.Bar.Date, out var at) && IsSilent(payload.Rows[at].Bar, r.Bar)).ToList();
        if (silent.Count > 0)
            yield return Doubt(silent[0].Bar.Date, $"The table has values on {silent.Count} days that the payload does not have.");
    }

    private static bool IsSilent(CreamPie.Core.Market.DailyBar payload, CreamPie.Core.Market.DailyBar table) =>
        (payload.Open is null && table.Open is not null) || (payload.High is null && table.High is not null)
        || (payload.Low is null && table.Low is not null) || (payload.AdjClose is null && table.AdjClose is not null)
        || (payload.Volume is null && table.Volume is not null);

    private static RowError Doubt(DateOnly? date, string problem) => new(null, date, problem, RowProblem.Document);
}
