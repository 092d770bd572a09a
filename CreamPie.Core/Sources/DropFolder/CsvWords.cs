using CreamPie.Core.Sources.Formats.History;

namespace CreamPie.Core.Sources.DropFolder;

/// <summary>The headers that exporters write for the columns of <see cref="HistoryColumns"/>, in the words of that class.</summary>
internal static class CsvWords
{
    public const string Symbol = "Symbol";
    public const string Period = "Period";
    public const string Time = "Time";
    public const string Change = "Change";

    /// <summary>A column that repeats what others say, or says nothing about days and prices.</summary>
    public const string Nothing = "";

    private static readonly (string Meaning, string[] Words)[] English =
    [
        // An index without a name.
        ("Date", ["", "timestamp", "time", "trade date"]),
        ("Close", ["close/last", "price", "last", "last price", "closing price"]),
        ("Volume", ["vol", "vol."]),
        ("Dividends", ["divCash", "dividend amount", "ex-dividend"]),
        ("Stock Splits", ["splitFactor", "split coefficient", "split ratio"]),
        (Symbol, ["symbol", "ticker"]),
        (Period, ["per"]),
        (Time, ["time"]),
        (Change, ["change %", "change", "%chg"]),
        (Nothing, ["%chg", "openint", "open interest"]),
        (Nothing, ["adjOpen", "adjHigh", "adjLow", "adjVolume", "adj. open", "adj. high", "adj. low", "adj. volume"]),
    ];

    /// <summary>Of Investing.com in German, French, Spanish, Portuguese, Italian, Dutch and Polish, and of Stooq in Polish.</summary>
    private static readonly (string Meaning, string[] Words)[] Foreign =
    [
        ("Date", ["Datum", "Fecha", "Data"]),
        ("Close", ["Zuletzt", "Schluss", "Schlusskurs", "Dernier", "\u00DAltimo", "Ultimo", "Cierre", "Laatste", "Ostatnio"]),
        ("Close", ["Zamkniecie", "Zamkni\u0119cie"]),
        ("Open", ["Er\u00F6ffn.", "Er\u00F6ffnung", "Ouv.", "Apertura", "Abertura", "Otwarcie"]),
        ("High", ["Hoch", "Plus Haut", "M\u00E1ximo", "M\u00E1xima", "Massimo", "Hoog", "Max.", "Najwyzszy", "Najwy\u017Cszy"]),
        ("Low", ["Tief", "Plus Bas", "M\u00EDnimo", "M\u00EDnima", "Minimo", "Laag", "Min.", "Najnizszy", "Najni\u017Cszy"]),
        ("Volume", ["Wol.", "Wolumen", "Volumen"]),
        (Change, ["+/- %", "Variation %", "% var.", "Var%", "Var. %", "Zmiana%"]),
    ];

    /// <summary>The words of HistoryColumns that have a space, for which programs write a line.</summary>
    private static readonly HashSet<string> Spaced = new(StringComparer.OrdinalIgnoreCase)
    {
        "Adj Close", "Adjusted Close", "Stock Splits", "Stock Split", "Capital Gains", "Capital Gain",
    };

    private static readonly ILookup<string, string> Meanings = LookupOf([.. English, .. Foreign]);
    private static readonly ILookup<string, string> ForeignMeanings = LookupOf(Foreign);

    /// <summary>A header as HistoryColumns and this table write it: &lt;CLOSE&gt; and adj_close as CLOSE and adj close.</summary>
    public static string Plain(string header)
    {
        var plain = header.Trim('\uFEFF', ' ', '"') is ['<', .. var inner, '>'] ? inner : header.Trim('\uFEFF', ' ', '"');
        var spaced = plain.Replace('_', ' ');
        // open_interest is no open.
        return Meanings.Contains(spaced) || Spaced.Contains(spaced) ? spaced : plain;
    }

    /// <summary>
    /// What a header may mean beside the words of <see cref="HistoryColumns"/>: the first that no other column means.
    /// </summary>
    public static IEnumerable<string> MeaningsOf(string plain) => Meanings[plain];

    public static bool IsForeign(string plain) => ForeignMeanings.Contains(plain);

    private static ILookup<string, string> LookupOf((string Meaning, string[] Words)[] table) => table
        .SelectMany(row => row.Words.Select(word => (row.Meaning, Word: word)))
        .ToLookup(pair => pair.Word, pair => pair.Meaning, StringComparer.OrdinalIgnoreCase);
}
