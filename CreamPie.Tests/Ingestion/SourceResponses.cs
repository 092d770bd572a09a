using System.Text;
using System.Text.Json;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Tests.Sources.Yahoo;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Ingestion;

/// <summary>Source responses: one New York stock history, as a page or as a chart.</summary>
internal static class SourceResponses
{
    private static readonly TradingCalendar NewYork = TradingCalendar.For("NMS", "America/New_York");

    /// <summary>The newest final sessions, oldest first; a day always has the same prices.</summary>
    public static List<DailyBar> Sessions(DateTime now, int count) => Sessions(NewYork.LastFinalSession(now)!.Value, count);

    public static List<DailyBar> Sessions(DateOnly last, int count)
    {
        var days = new List<DateOnly>();
        for (var day = last; days.Count < count; day = day.AddDays(-1))
        {
            if (NewYork.IsSession(day))
                days.Insert(0, day);
        }
        return [.. days.Select(day => (Day: day, Price: (day.DayNumber - 738_000) * 0.25))
            .Select(d => new DailyBar(d.Day, d.Price, d.Price + 2, d.Price - 1, d.Price + 0.5, d.Price + 0.5, 1_000))];
    }

    /// <param name="madeAt">Time of the last trade, UTC.</param>
    public static string ChartJson(
        string symbol, IReadOnlyList<DailyBar> bars, DateTime madeAt,
        IReadOnlyList<CorporateAction>? actions = null, string currency = "USD")
    {
        var events = new Dictionary<string, object>();
        var cash = (actions ?? []).Where(a => a.Kind == ActionKind.Dividend).ToDictionary(
            a => $"{Open(a.ExDate)}", a => new { amount = a.Amount, date = Open(a.ExDate) });
        var splits = (actions ?? []).Where(a => a.Kind == ActionKind.Split).ToDictionary(
            a => $"{Open(a.ExDate)}",
            a => new
            {
                date = Open(a.ExDate),
                numerator = a.Numerator,
                denominator = a.Denominator,
                splitRatio = $"{a.Numerator}:{a.Denominator}",
            });
        if (cash.Count > 0)
            events["dividends"] = cash;
        if (splits.Count > 0)
            events["splits"] = splits;
        var meta = new
        {
            currency,
            symbol,
            exchangeName = "NMS",
            regularMarketTime = Seconds(madeAt),
            gmtoffset = -18_000,
            exchangeTimezoneName = "America/New_York",
            dataGranularity = "1d",
        };
        var indicators = new
        {
            quote = new[]
            {
                new
                {
                    open = bars.Select(b => b.Open),
                    high = bars.Select(b => b.High),
                    low = bars.Select(b => b.Low),
                    close = bars.Select(b => b.Close),
                    volume = bars.Select(b => b.Volume),
                },
            },
            adjclose = new[] { new { adjclose = bars.Select(b => b.AdjClose) } },
        };
        object result = bars.Count == 0
            ? new { meta, indicators = new { quote = new[] { new { } }, adjclose = new[] { new { } } } }
            : new { meta, timestamp = bars.Select(b => Open(b.Date)), events, indicators };
        return JsonSerializer.Serialize(new { chart = new { result = new[] { result }, error = (object?)null } });
    }

    public static byte[] Page(
        string symbol, IReadOnlyList<DailyBar> bars, DateTime madeAt,
        IReadOnlyList<CorporateAction>? actions = null, string currency = "USD") =>
        Encoding.UTF8.GetBytes(HandWrittenPages.Page(
            HandWrittenPages.Script(ChartJson(symbol, bars, madeAt, actions, currency), symbol), symbol));

    public static void ServeChart(
        this IngestionRig rig, string symbol, IReadOnlyList<DailyBar> bars, DateTime madeAt,
        IReadOnlyList<CorporateAction>? actions = null) =>
        rig.Chart.On(ChartPath(symbol), RawHttpServer.Answer(
            200, Encoding.UTF8.GetBytes(ChartJson(symbol, bars, madeAt, actions)), "Content-Type: application/json"));

    public static string PagePath(string symbol) => $"/quote/{symbol}/history/";

    public static string ChartPath(string symbol) => $"/v8/finance/chart/{symbol}";

    private static long Open(DateOnly day) =>
        Seconds(TimeZoneInfo.ConvertTimeToUtc(
            day.ToDateTime(new TimeOnly(9, 30)), TimeZoneInfo.FindSystemTimeZoneById("America/New_York")));

    private static long Seconds(DateTime utc) => (long)(utc - DateTime.UnixEpoch).TotalSeconds;
}
