using System.Globalization;
using CreamPie.Core.Analysis;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Storage;
using ModelContextProtocol;

namespace CreamPie.Web.Mcp;

/// <summary>Reads the arguments of tools; what is wrong is answered with a sentence that says what would be right.</summary>
internal static class Tools
{
    /// <summary>Rows of an answer: what an agent reads, it pays for.</summary>
    public const int MostRows = 500;

    public const string AsOfHelp = "Answer as at the end of this day, like 2020-12-31: no later bar, split or dividend. Default: now.";
    public const string AdjustHelp = "none (as traded), splits (default) or all (splits and dividends: total return).";
    public const string IntervalHelp = "1d, 1wk, 1mo, 3mo, 1y, or auto (default): the finest that fits into the limit.";

    public static Symbol Symbol(string text) => CreamPie.Core.Market.Symbol.TryParse(text, out var symbol)
        ? symbol
        : throw new McpException(CreamPie.Core.Market.Symbol.Rules);

    public static McpException Unknown(Symbol symbol) => new(
        $"{symbol} is not tracked here and has no imported data. find_symbols lists what is; track_symbol asks for it.");

    public static DateOnly? Day(string name, string? text) =>
        string.IsNullOrWhiteSpace(text) ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new McpException($"{name} must be a date like 2024-06-10.");

    public static bool IsDay(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    public static int Limit(int limit) => limit is >= 1 and <= MostRows
        ? limit
        : throw new McpException(string.Create(CultureInfo.InvariantCulture, $"limit must be from 1 to {MostRows}."));

    /// <summary>Text for a search: what is no text finds nothing.</summary>
    public static string Text(string name, string? text) => ReadableText.Is(text)
        ? text ?? ""
        : throw new McpException($"{name} contains characters that are not text.");

    public static SeriesRequest Series(string? from, string? to, string? interval, string? adjust, int max)
    {
        var (first, last) = (Day("from", from), Day("to", to));
        if (first > last)
            throw new McpException($"from ({from}) is after to ({to}).");
        return new(first, last, ReadInterval(interval), max, ReadAdjust(adjust));
    }

    /// <summary>As many as fit in, and how to get the others.</summary>
    public static (IReadOnlyList<DailyBar> Bars, string? More) Newest(IReadOnlyList<DailyBar> all, int limit, string tool)
    {
        var rest = all.Count - limit;
        // The day before the first one that is given: the last day of a longer bar that is not, which another day would cut.
        return rest <= 0 ? (all, null) : ([.. all.Skip(rest)], string.Create(
            CultureInfo.InvariantCulture,
            $"{rest} earlier rows: call {tool} with to={all[rest].Date.AddDays(-1):yyyy-MM-dd}, or a longer interval."));
    }

    private static Interval? ReadInterval(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Equals("auto", StringComparison.OrdinalIgnoreCase))
            return null;
        return Intervals.TryParse(text, out var interval)
            ? interval
            : throw new McpException("interval must be one of 1d, 1wk, 1mo, 3mo, 1y, auto.");
    }

    private static PriceAdjustment ReadAdjust(string? text) => text?.ToUpperInvariant() switch
    {
        null or "" or "SPLITS" => PriceAdjustment.Splits,
        "NONE" => PriceAdjustment.None,
        "ALL" => PriceAdjustment.All,
        _ => throw new McpException("adjust must be one of none, splits, all."),
    };
}
