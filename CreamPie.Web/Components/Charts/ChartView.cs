using System.Globalization;
using CreamPie.Core.Analysis;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Market.Calendar;
using CreamPie.Web.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace CreamPie.Web.Components.Charts;

/// <summary>How the price is drawn.</summary>
public enum ChartType { Candles, Hollow, Bars, Line, Area }

/// <summary>What the price axis counts.</summary>
public enum ChartScale { Linear, Log, Percent }

/// <summary>The options of a chart. They live in the address, so every view is a link; absent ones have their defaults.</summary>
/// <param name="Range">Counted back from the last bar; not used while a first or last day is set.</param>
/// <param name="Interval">Null: by what is visible.</param>
/// <param name="Adjust">What is taken out of the prices.</param>
public sealed record ChartView(
    ChartRange Range = ChartRange.OneYear, Interval? Interval = null, PriceAdjustment Adjust = PriceAdjustment.Splits)
{
    /// <summary>Symbols beside the stock's own.</summary>
    public const int MostCompared = 9;

    private const int LongestIndicators = 300;

    /// <summary>First day of a free view; null for the range's.</summary>
    public DateOnly? First { get; init; }

    /// <summary>Last day of a free view; null for the last bar's.</summary>
    public DateOnly? Last { get; init; }

    public ChartType Type { get; init; }

    public ChartScale Scale { get; init; }

    /// <summary>As the API reads them: "sma(20),rsi(14)"; empty for none.</summary>
    public string Indicators { get; init; } = "";

    /// <summary>Symbols, separated by commas; empty for none.</summary>
    public string Compare { get; init; } = "";

    /// <summary>What the figures measure beta against; empty for none.</summary>
    public string Benchmark { get; init; } = "";

    /// <summary>What the figures count as a return: All for dividends too, Splits for the price alone.</summary>
    public PriceAdjustment Returns { get; init; } = PriceAdjustment.All;

    /// <summary>The last price and the 52-week high and low as lines.</summary>
    public bool HasLines { get; init; } = true;

    public bool IsFree => First is not null || Last is not null;

    public string IntervalWord => Interval?.Word() ?? "auto";

    public string AdjustWord => Word(Adjust);

    public IReadOnlyList<string> Compared => Compare.Length == 0 ? [] : Compare.Split(',');

    /// <summary>Reads the address; an unknown word is the default.</summary>
    /// <param name="of">The value of a key; null if it has none.</param>
    public static ChartView Parse(Func<string, string?> of) => new(
        ChartRanges.Read(of("range")) ?? ChartRange.OneYear,
        Intervals.TryParse(of("interval")?.ToLowerInvariant() ?? "", out var chosen) ? chosen : null,
        Read<PriceAdjustment>(of("adjust")) ?? PriceAdjustment.Splits)
    {
        First = Day(of("from")),
        Last = Day(of("to")),
        Type = Read<ChartType>(of("type")) ?? ChartType.Candles,
        Scale = Read<ChartScale>(of("scale")) ?? ChartScale.Linear,
        Indicators = of("ind") is { Length: <= LongestIndicators } ind ? ind.ToLowerInvariant() : "",
        Compare = Symbols(of("compare")),
        Benchmark = Symbol.TryParse(of("benchmark"), out var benchmark) ? benchmark.Value : "",
        Returns = Read<PriceAdjustment>(of("returns")) == PriceAdjustment.Splits ? PriceAdjustment.Splits : PriceAdjustment.All,
        HasLines = of("lines") != "off",
    };

    /// <summary>The view with one part of its address replaced.</summary>
    /// <param name="key">Of the address.</param>
    /// <param name="value">Null for the default.</param>
    public ChartView With(string key, string? value)
    {
        var known = QueryHelpers.ParseQuery(ToQuery());
        return Parse(name => name == key ? value : known.TryGetValue(name, out var values) ? values[0] : null);
    }

    /// <summary>"?range=5y&amp;adjust=all", or empty for the default view.</summary>
    public string ToQuery()
    {
        List<string> parts = [];
        // A reader with other defaults gets every word: a bare address would mean theirs.
        var isExplicit = PreferredView.Exists;
        Add("range", Range.Word(), !IsFree && (isExplicit || Range != ChartRange.OneYear));
        Add("from", Text(First), First is not null);
        Add("to", Text(Last), Last is not null);
        Add("interval", IntervalWord, isExplicit || Interval is not null);
        Add("adjust", AdjustWord, isExplicit || Adjust != PriceAdjustment.Splits);
        Add("scale", Word(Scale), Scale != ChartScale.Linear);
        Add("type", Word(Type), Type != ChartType.Candles);
        Add("ind", Indicators, Indicators.Length > 0);
        Add("compare", Compare, Compare.Length > 0);
        Add("benchmark", Benchmark, Benchmark.Length > 0);
        Add("returns", Word(Returns), Returns != PriceAdjustment.All);
        Add("lines", "off", !HasLines);
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);

        void Add(string key, string? value, bool isSet)
        {
            if (isSet)
                parts.Add($"{key}={Uri.EscapeDataString(value!).Replace("%2C", ",", StringComparison.Ordinal)}");
        }
    }

    /// <summary>
    /// The chosen interval, else by what is seen of the history: daily up to five years, weekly up to twenty, then monthly. The page's
    /// module has the same rule (<c>intervalOf</c> in view.js), as it draws before the server has heard of a move.
    /// </summary>
    /// <param name="first">Day of the first bar.</param>
    /// <param name="last">Day of the last bar.</param>
    public Interval Shown(DateOnly first, DateOnly last)
    {
        if (Interval is { } chosen)
            return chosen;
        var start = (IsFree ? First : Range.From(last)) is { } day && day > first ? day : first;
        var end = Last is { } to && to < last ? to : last;
        return ((end.DayNumber - start.DayNumber) / 365.25) switch
        {
            <= 5.1 => CreamPie.Core.Analysis.Interval.Daily,
            <= 20.1 => CreamPie.Core.Analysis.Interval.Weekly,
            _ => CreamPie.Core.Analysis.Interval.Monthly,
        };
    }

    /// <summary>The first day that is asked for; null for the whole history. Longer bars are whole: it may be earlier.</summary>
    /// <param name="last">Day of the last bar.</param>
    /// <param name="calendar">The exchange's.</param>
    /// <param name="shown">The interval on the screen.</param>
    public DateOnly? From(DateOnly last, TradingCalendar calendar, Interval shown) =>
        (IsFree ? First : Range.From(last)) is { } day ? shown.Around(day, calendar).First : null;

    /// <summary>The API address of this view's bars.</summary>
    /// <param name="symbol">The stock's.</param>
    /// <param name="last">Day of the last bar.</param>
    /// <param name="calendar">The exchange's.</param>
    /// <param name="shown">The interval on the screen.</param>
    /// <param name="format">Null for JSON.</param>
    public string ToApiPath(string symbol, DateOnly last, TradingCalendar calendar, Interval shown, string? format = null)
    {
        var from = From(last, calendar, shown) is { } day ? $"from={Text(day)}&" : "";
        var to = Last is { } end ? $"to={Text(end)}&" : "";
        var tail = format is null ? "" : "&format=" + format;
        return $"{StockDataPath.Bars(symbol)}?{from}{to}interval={shown.Word()}&adjust={AdjustWord}{tail}";
    }

    /// <summary>The API address of the whole daily history, on the same basis.</summary>
    /// <param name="symbol">The stock's.</param>
    public string ToWholeCsvPath(string symbol) => $"{StockDataPath.Bars(symbol)}?adjust={AdjustWord}&format=csv";

    internal static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static T? Read<T>(string? word) where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Word(value).Equals(word, StringComparison.OrdinalIgnoreCase))
                return value;
        }
        return null;
    }

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>As in an address: 2020-01-02.</summary>
    internal static string? Text(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Symbols(string? text) => string.Join(',', (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Select(word => Symbol.TryParse(word, out var symbol) ? symbol.Value : null)
        .OfType<string>()
        .Distinct()
        .Take(MostCompared));
}
