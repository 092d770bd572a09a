using System.Text.Json;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Sources.Yahoo.Page.Tables;

/// <summary>
/// A page's table is its payload rounded to the decimals that it shows (two, and more for small prices), so a difference beyond
/// that rounding means that one of the two is wrong. A table may end earlier than its payload.
/// </summary>
internal static class TableCheck
{

    /// <summary>Most actions of one kind on one day: real days have one or two.</summary>
    private const int MostOfADay = 8;

    public static IReadOnlyList<Disagreement> Compare(ParsedDocument payload, HistoryTable table)
    {
        var found = new List<Disagreement>();
        var at = new Dictionary<DateOnly, int>(payload.Rows.Count);
        var twice = new HashSet<DateOnly>();
        for (var i = 0; i < payload.Rows.Count; i++)
        {
            var date = payload.Rows[i].Bar.Date;
            if (!at.TryAdd(date, i))
                twice.Add(date);
        }
        var days = new HashSet<DateOnly>(table.Rows.Count);
        foreach (var row in table.Rows)
        {
            days.Add(row.Bar.Date);
            if (!at.TryGetValue(row.Bar.Date, out var index))
                found.Add(new Disagreement(row.Bar.Date, "rows", 0, 1));
            else if (!twice.Contains(row.Bar.Date))
                Bars(found, payload.Rows[index].Bar, row.Bar);
        }
        Unseen(found, payload.Rows, table, days);
        Actions(found, payload.Actions, table.Actions);
        return found;
    }

    /// <summary>Days of the payload that the table skips; rows that could not be read are counted there.</summary>
    private static void Unseen(List<Disagreement> found, IReadOnlyList<ParsedRow> payload, HistoryTable table, HashSet<DateOnly> days)
    {
        if (days.Count == 0)
            return;
        var (first, last) = (days.Min(), days.Max());
        foreach (var error in table.Errors)
        {
            if (error.Date is { } date)
                days.Add(date);
        }
        foreach (var row in payload)
        {
            if (row.Bar.Date >= first && row.Bar.Date <= last && !days.Contains(row.Bar.Date))
                found.Add(new Disagreement(row.Bar.Date, "rows", 1, 0));
        }
    }

    /// <summary>A table may lack its events, but the payload must have those it lists.</summary>
    private static void Actions(List<Disagreement> found, IReadOnlyList<CorporateAction> payload, IReadOnlyList<CorporateAction> table)
    {
        var listed = payload.ToLookup(a => (a.ExDate, a.Kind));
        foreach (var shown in table)
        {
            var same = listed[(shown.ExDate, shown.Kind)].Take(MostOfADay).ToList();
            var isListed = same.Any(a => shown.Kind == ActionKind.Split
                ? Price.Same(a.Ratio, shown.Ratio)
                : IsRounded(a.Amount!.Value, shown.Amount!.Value));
            if (!isListed)
                found.Add(new Disagreement(shown.ExDate, FieldOf(shown.Kind), same.Count == 0 ? 0 : Value(same[0]), Value(shown)));
        }
    }

    private static void Bars(List<Disagreement> found, DailyBar payload, DailyBar table)
    {
        Prices(found, payload.Date, "open", payload.Open, table.Open);
        Prices(found, payload.Date, "high", payload.High, table.High);
        Prices(found, payload.Date, "low", payload.Low, table.Low);
        Prices(found, payload.Date, "close", payload.Close, table.Close);
        Prices(found, payload.Date, "adjClose", payload.AdjClose, table.AdjClose);
        if (payload.Volume is { } a && table.Volume is { } b && a != b)
            found.Add(new Disagreement(payload.Date, "volume", a, b));
    }

    private static void Prices(List<Disagreement> found, DateOnly date, string field, double? payload, double? table)
    {
        if (payload is { } a && table is { } b && !IsRounded(a, b))
            found.Add(new Disagreement(date, field, a, b));
    }

    /// <summary>Half of the last decimal shown, plus what a 32-bit float leaves open on either side.</summary>
    private static bool IsRounded(double precise, double shown) =>
        Math.Abs(precise - shown) <= Price.DisplayRounding(shown) + Price.Tolerance * Math.Abs(precise);

    private static string FieldOf(ActionKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    private static double Value(CorporateAction action) => action.Amount ?? action.Ratio;
}
