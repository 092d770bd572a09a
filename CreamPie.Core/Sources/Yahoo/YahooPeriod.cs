using System.Globalization;
using CreamPie.Core.Market;

namespace CreamPie.Core.Sources.Yahoo;

/// <summary>The range of a request to Yahoo's pages and chart endpoint: two instants in seconds.</summary>
internal static class YahooPeriod
{
    /// <summary>Before ^GSPC's first bar of 1927 and anything else that Yahoo has.</summary>
    private static readonly DateOnly FirstDay = new(1900, 1, 1);

    public static string Of(DateOnly? from, DateTime now)
    {
        // East of London a session starts on the UTC day before its own date.
        var start = (from?.AddDays(-1) ?? FirstDay).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        // The end of the day, so that all requests of a day are the same.
        var end = now.Date.AddDays(1);
        return string.Create(CultureInfo.InvariantCulture, $"period1={Seconds(start)}&period2={Seconds(end)}");
    }

    public static string Path(Symbol symbol) => Uri.EscapeDataString(symbol.Value);

    private static long Seconds(DateTime utc) => (long)(utc - DateTime.UnixEpoch).TotalSeconds;
}
