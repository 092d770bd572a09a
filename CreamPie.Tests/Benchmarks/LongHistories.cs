using CreamPie.Core.Loading;
using CreamPie.Core.Market;
using CreamPie.Tests.Loading;

namespace CreamPie.Tests.Benchmarks;

/// <summary>Daily histories of a length, with a dividend each quarter.</summary>
internal static class LongHistories
{
    private const int Quarter = 63;

    public static LoadRequest Of(int id, string symbol, int days)
    {
        var bars = new List<DailyBar>(days);
        for (var day = Captures.Monday.AddDays(-(days * 7 / 5)); bars.Count < days; day = day.AddDays(1))
        {
            if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
                continue;
            var close = Math.Round(100 + 50 * Math.Sin((bars.Count + id * 100) / 200d), 2);
            bars.Add(new DailyBar(day, close - 0.5, close + 1, close - 1, close, Math.Round(close * 0.9, 6), 1_000_000 + bars.Count));
        }
        var dividends = bars.Where((_, i) => i % Quarter == Quarter - 1)
            .Select(b => CorporateAction.Cash(b.Date, ActionKind.Dividend, 0.25));
        return Captures.Of(id, Captures.Monday.AddDays(30), bars, [.. dividends], symbol: symbol);
    }

    public static string SymbolOf(int id) => $"LONG{id}";
}
