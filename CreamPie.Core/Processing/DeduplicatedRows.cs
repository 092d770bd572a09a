using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Processing;

/// <summary>
/// Sorts by date and settles days that occur twice: equal rows are one; of the newest session the later row counts, a
/// live one over the day's own; on any other day different rows are in conflict, and none of them is loaded.
/// </summary>
internal sealed record DeduplicatedRows(IReadOnlyList<DailyBar> Bars, DateOnly? Provisional, int Rejected)
{
    public static DeduplicatedRows Of(IReadOnlyList<ParsedRow> rows, FindingList findings)
    {
        if (rows.Count == 0)
            return new DeduplicatedRows([], null, 0);

        // Pages list the newest day first, files the oldest: the row later in time is the one at the newest day's end.
        var oldestFirst = rows[0].Bar.Date <= rows[^1].Bar.Date;
        var bars = new List<DailyBar>(rows.Count);
        if (Take(rows, oldestFirst, bars))
            return new DeduplicatedRows(bars, null, 0);
        bars.Clear();
        var sorted = rows.OrderBy(r => r.Bar.Date).ThenBy(r => oldestFirst ? r.Position : -r.Position).ToArray();
        var newest = sorted[^1].Bar.Date;
        DateOnly? provisional = null;
        var rejected = 0;
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            var bar = sorted[start].Bar;
            end = start + 1;
            var same = true;
            while (end < sorted.Length && sorted[end].Bar.Date == bar.Date)
                same &= Same(bar, sorted[end++].Bar);
            if (same)
            {
                bars.Add(bar);
            }
            else if (bar.Date == newest)
            {
                bars.Add(sorted[end - 1].Bar);
                provisional = newest;
            }
            else
            {
                rejected += end - start;
                findings.Add(
                    FindingKind.ConflictingRows, bar.Date,
                    $"{end - start} different rows, with closes "
                    + $"{string.Join(" and ", sorted[start..end].Select(r => FindingList.Number(r.Bar.Close)))}.",
                    "None of them is loaded.");
            }
        }
        return new DeduplicatedRows(bars, provisional, rejected);
    }

    /// <returns>False if the rows are not in order with one per day.</returns>
    private static bool Take(IReadOnlyList<ParsedRow> rows, bool oldestFirst, List<DailyBar> bars)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            bars.Add(rows[oldestFirst ? i : rows.Count - 1 - i].Bar);
            if (i > 0 && bars[i].Date <= bars[i - 1].Date)
                return false;
        }
        return true;
    }

    private static bool Same(DailyBar a, DailyBar b) =>
        Price.Same(a.Open, b.Open) && Price.Same(a.High, b.High) && Price.Same(a.Low, b.Low) && Price.Same(a.Close, b.Close)
        && Price.Same(a.AdjClose, b.AdjClose) && a.Volume == b.Volume;
}
