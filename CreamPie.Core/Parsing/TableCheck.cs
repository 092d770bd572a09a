namespace CreamPie.Core.Parsing;

/// <summary>
/// Two texts, one truth: a page's table is its payload rounded to two decimals, so a difference beyond that rounding
/// means that one of them is wrong. A table may stop earlier than its payload.
/// </summary>
internal static class TableCheck
{
    /// <summary>Half a cent, plus what a 32-bit float leaves open on either side of it.</summary>
    private const double Rounding = 0.005;
    private const double Epsilon = 1e-6;

    public static IReadOnlyList<Disagreement> Compare(IReadOnlyList<ParsedRow> payload, IReadOnlyList<ParsedRow> table)
    {
        var at = new Dictionary<DateOnly, int>(payload.Count);
        var twice = new HashSet<DateOnly>();
        for (var i = 0; i < payload.Count; i++)
        {
            var date = payload[i].Bar.Date;
            if (!at.TryAdd(date, i))
                twice.Add(date);
        }
        var found = new List<Disagreement>();
        foreach (var row in table)
        {
            var date = row.Bar.Date;
            if (!at.TryGetValue(date, out var index) || twice.Contains(date))
                continue;
            var other = payload[index];
            Prices(found, date, "open", other.Bar.Open, row.Bar.Open);
            Prices(found, date, "high", other.Bar.High, row.Bar.High);
            Prices(found, date, "low", other.Bar.Low, row.Bar.Low);
            Prices(found, date, "close", other.Bar.Close, row.Bar.Close);
            Prices(found, date, "adjClose", other.Bar.AdjClose, row.Bar.AdjClose);
            if (other.Bar.Volume is { } a && row.Bar.Volume is { } b && a != b)
                found.Add(new Disagreement(date, "volume", a, b));
        }
        return found;
    }

    private static void Prices(List<Disagreement> found, DateOnly date, string field, double? payload, double? table)
    {
        if (payload is { } a && table is { } b && Math.Abs(a - b) > Rounding + Epsilon * Math.Max(1, Math.Abs(a)))
            found.Add(new Disagreement(date, field, a, b));
    }
}
