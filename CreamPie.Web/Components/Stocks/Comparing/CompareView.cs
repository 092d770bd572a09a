using System.Globalization;
using CreamPie.Core.Analysis.Returns;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Web.Components.Charts;
using CreamPie.Web.Components.Shared;
using CreamPie.Web.Http;

namespace CreamPie.Web.Components.Stocks.Comparing;

/// <summary>What is compared. It lives in the address, so every comparison is a link.</summary>
/// <param name="Symbols">Up to 10, each once.</param>
/// <param name="Range">Counted back from the last common bar; not used while a first or last day is set.</param>
/// <param name="First">First day of free dates.</param>
/// <param name="Last">Last day of free dates.</param>
/// <param name="Adjust">All for total returns, Splits for the price alone.</param>
/// <param name="Scale">What the axis counts.</param>
internal sealed record CompareView(
    IReadOnlyList<string> Symbols, ChartRange Range = ChartRange.OneYear, DateOnly? First = null, DateOnly? Last = null,
    PriceAdjustment Adjust = PriceAdjustment.All, ChartScale Scale = ChartScale.Linear)
{
    public const int Most = CommonDates.MaxSeries;

    /// <summary>Why free dates have no bars, as a sentence; null if they may have some.</summary>
    public string? DatesRefusal => First > Last ? "The first date is after the last one." : null;

    public bool IsFree => First is not null || Last is not null;

    /// <summary>Reads the address; an unknown word is the default, what is no symbol is left out.</summary>
    /// <param name="symbols">Separated by commas.</param>
    /// <param name="of">The value of another key; null if it has none.</param>
    public static CompareView Parse(string? symbols, Func<string, string?> of)
    {
        var view = ChartView.Parse(of);
        var adjust = view.Adjust == PriceAdjustment.Splits && of("adjust") is not null ? PriceAdjustment.Splits : PriceAdjustment.All;
        return new([.. Read(symbols).Take(Most)], view.Range, view.First, view.Last, adjust, view.Scale);
    }

    /// <summary>
    /// The view of an address that is silent, as the reader prefers it; null if it speaks, or the reader follows the defaults. There
    /// are no prices as traded here: who prefers them gets the price alone.
    /// </summary>
    /// <param name="symbols">Separated by commas.</param>
    /// <param name="of">The value of another key; null if it has none.</param>
    public static CompareView? Preferred(string? symbols, Func<string, string?> of) => PreferredView.Of(of) is not { } preferred
        ? null
        : Parse(symbols, of) with
        {
            Range = preferred.Range,
            Adjust = ReaderCulture.Current?.Preferences.Adjust is null or "all" ? PriceAdjustment.All : PriceAdjustment.Splits,
        };

    /// <summary>The symbols of a text, upper case, each once.</summary>
    public static IEnumerable<string> Read(string? text) => Words(text)
        .Select(word => Symbol.TryParse(word, out var symbol) ? symbol.Value : null)
        .OfType<string>()
        .Distinct();

    /// <summary>What of a text is left out, as a sentence: words that are no symbols, and more symbols than can be compared.</summary>
    /// <returns>Null if nothing is.</returns>
    public static string? Refusal(string? text)
    {
        List<string> refused = [.. Words(text).Where(word => !Symbol.TryParse(word, out _)).Distinct().Take(Most)];
        List<string> beyond = [.. Read(text).Skip(Most)];
        List<string> sentences = [];
        if (refused.Count > 0)
            sentences.Add($"{string.Join(", ", refused)}: no ticker. Enter tickers such as AAPL, MSFT or ^GSPC.");
        if (beyond.Count > 0)
            sentences.Add($"At most {Most} symbols can be compared; left out: {string.Join(", ", beyond)}.");
        return sentences.Count == 0 ? null : string.Join(' ', sentences);
    }

    private static string[] Words(string? text) => (text ?? "").Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>"compare?symbols=AAPL,MSFT&amp;range=5y".</summary>
    public string ToAddress()
    {
        List<string> parts = [];
        if (Symbols.Count > 0)
            parts.Add("symbols=" + string.Join(',', Symbols.Select(Uri.EscapeDataString)));
        // A reader with other defaults gets every word: a bare address would mean theirs.
        var isExplicit = PreferredView.Exists;
        if (!IsFree && (isExplicit || Range != ChartRange.OneYear))
            parts.Add("range=" + Range.Word());
        if (First is { } first)
            parts.Add("from=" + Text(first));
        if (Last is { } last)
            parts.Add("to=" + Text(last));
        if (isExplicit || Adjust != PriceAdjustment.All)
            parts.Add("adjust=" + ChartView.Word(Adjust));
        if (Scale != ChartScale.Linear)
            parts.Add("scale=" + ChartView.Word(Scale));
        return "compare" + (parts.Count == 0 ? "" : "?" + string.Join('&', parts));
    }

    public CompareView With(IEnumerable<string> more) => this with { Symbols = [.. Symbols.Concat(more).Distinct().Take(Most)] };

    public CompareView Without(string symbol) => this with { Symbols = [.. Symbols.Where(s => s != symbol)] };

    /// <summary>The API address of what is seen.</summary>
    /// <param name="symbols">Those that can be compared.</param>
    /// <param name="last">The last day that all of them may have.</param>
    /// <param name="format">Null for JSON.</param>
    public string ToApiPath(IEnumerable<string> symbols, DateOnly last, string? format = null)
    {
        List<string> parts = [StockDataPath.Compare(symbols)];
        if ((IsFree ? First : Range.From(last)) is { } first)
            parts.Add("from=" + Text(first));
        if (Last is { } end)
            parts.Add("to=" + Text(end));
        parts.Add("adjust=" + ChartView.Word(Adjust));
        if (format is not null)
            parts.Add("format=" + format);
        return string.Join('&', parts);
    }

    internal static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
