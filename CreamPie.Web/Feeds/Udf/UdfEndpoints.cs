using System.Globalization;

namespace CreamPie.Web.Feeds.Udf;

/// <summary>
/// TradingView's Universal Data Feed for charting pages. Its forms are fixed from outside: short names, seconds since 1970 (midnight UTC of
/// the trading day), and "s" with ok, no_data or error, whatever the status is.
/// </summary>
internal static class UdfEndpoints
{
    public static void MapUdf(this RouteGroupBuilder feed)
    {
        var udf = feed.MapGroup("/udf");
        udf.MapRead("/config", Config);
        udf.MapRead("/time", (TimeProvider time) => TypedResults.Text(
                time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        udf.MapSymbols();
        udf.MapHistory();
        udf.MapMarks();
        udf.MapQuotes();
    }

    public static long Seconds(this DateOnly day) =>
        new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeSeconds();

    public static IResult Unknown() => Error("unknown_symbol", StatusCodes.Status404NotFound);

    public static IResult Error(string message, int status = StatusCodes.Status400BadRequest) =>
        TypedResults.Json(new { s = "error", errmsg = message }, statusCode: status);

    /// <summary>
    /// The first day that begins at or after an instant of the chart; the ends of the calendar beyond it. Null for what is no number.
    /// </summary>
    public static DateOnly? First(string? seconds) => Day(seconds, Math.Ceiling);

    /// <summary>The last day that begins at or before an instant of the chart.</summary>
    public static DateOnly? Last(string? seconds) => Day(seconds, Math.Floor);

    private static DateOnly? Day(string? seconds, Func<double, double> whole)
    {
        if (!double.TryParse(seconds, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
            return null;
        var days = whole(number / 86_400) + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
        return DateOnly.FromDayNumber((int)Math.Clamp(days, 0, DateOnly.MaxValue.DayNumber));
    }

    private static IResult Config() => TypedResults.Json(new
    {
        supports_search = true,
        supports_group_request = false,
        supports_marks = true,
        supports_timescale_marks = true,
        supports_time = true,
        supported_resolutions = UdfResolution.All,
        exchanges = new[] { new { value = "", name = "All", desc = "" } },
        symbols_types = new[] { new { name = "All", value = "" } },
    });
}
