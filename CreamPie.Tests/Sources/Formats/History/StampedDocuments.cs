using System.Globalization;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Tests.Sources.Formats.History;

/// <summary>Charts, stores and CSVs that differ in their stamps alone; closes count up from 10.</summary>
internal static class StampedDocuments
{
    /// <summary>"2021-06-24 22:00 +5": that time, and the four a day later each.</summary>
    public static IEnumerable<DateTime> Times(string times) => times.Split(", ").SelectMany(text =>
    {
        var plus = text.IndexOf(" +", StringComparison.Ordinal);
        var first = DateTime.Parse(
            plus < 0 ? text : text[..plus], CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        var count = plus < 0 ? 1 : int.Parse(text[plus..], CultureInfo.InvariantCulture);
        return Enumerable.Range(0, count).Select(i => first.AddDays(i));
    });

    public static long Seconds(DateTime utc) => new DateTimeOffset(utc, TimeSpan.Zero).ToUnixTimeSeconds();

    /// <param name="symbol">Of the meta.</param>
    /// <param name="times">UTC, as <see cref="Times"/> reads them.</param>
    /// <param name="meta">More of the meta, each with a comma behind it.</param>
    /// <param name="dividends">UTC; of the ex-dates.</param>
    public static string Chart(string symbol, string times, string meta, string dividends = "")
    {
        var stamps = Times(times).Select(Seconds).ToList();
        var closes = string.Join(',', stamps.Select((_, i) => i + 10));
        var events = dividends.Length == 0 ? [] : Times(dividends).Select(t => $"\"{Seconds(t)}\":{{\"amount\":1,\"date\":{Seconds(t)}}}");
        return $"{{\"chart\":{{\"result\":[{{\"meta\":{{\"symbol\":\"{symbol}\",{meta}\"dataGranularity\":\"1d\"}},"
            + $"\"timestamp\":[{string.Join(',', stamps)}],\"events\":{{\"dividends\":{{{string.Join(',', events)}}}}},"
            + $"\"indicators\":{{\"quote\":[{{\"close\":[{closes}]}}]}}}}],\"error\":null}}}}";
    }

    public static string Zone(string zone, string exchange = "XXX") =>
        $"\"exchangeName\":\"{exchange}\",\"exchangeTimezoneName\":\"{zone}\",";

    public static string Rows(IEnumerable<string> dates) =>
        "Date,Close,Adj Close,Dividends,Stock Splits\n"
        + string.Concat(dates.Select((d, i) => FormattableString.Invariant($"{d},{i + 10},{i + 10},{(i == 1 ? 1 : 0)},0\n")));

    public static string Days(this ParsedDocument document) =>
        string.Join(' ', document.Rows.Select(r => r.Bar.Date.ToString("MM-dd", CultureInfo.InvariantCulture)));
}
