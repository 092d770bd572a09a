using CreamPie.Core.Sources.Formats.Csv;
using CreamPie.Core.Sources.Formats.History;

namespace CreamPie.Core.Sources.DropFolder;

/// <summary>
/// The header of a dropped CSV. yfinance's has three lines: Price,Close,... and Ticker,AAPL,... (or the other way round), then
/// Date with nothing behind it; without its index it has two.
/// </summary>
internal sealed class CsvHeader
{
    private const int MostFields = CsvLine.MaxFields;
    private readonly string[] _words;

    private CsvHeader(string[] names, IReadOnlyList<string> tickers, int moreLines)
    {
        (Names, Tickers, MoreLines) = (names, tickers, moreLines);
        _words = Bound(names);
        Columns = HistoryColumns.Bind([.. _words.Select(w => IsOwn(w) ? CsvWords.Nothing : w)]);
    }

    /// <summary>As written, without empty ones at the end.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The symbols that the header itself names, each once.</summary>
    public IReadOnlyList<string> Tickers { get; }

    /// <summary>How many lines follow the first one before the rows.</summary>
    public int MoreLines { get; }

    public HistoryColumns Columns { get; }

    /// <summary>Each column once. A price alone may be that of a trade: it is a close beside an open, a high and a low.</summary>
    public bool IsHistory => Columns is { Date: >= 0, Close: >= 0, Twice: null }
        && (Columns is { Open: >= 0, High: >= 0, Low: >= 0 } || HistoryColumns.Bind([CsvWords.Plain(Names[Columns.Close])]).Close == 0);

    public int Symbol => Array.IndexOf(_words, CsvWords.Symbol);
    public int Period => Array.IndexOf(_words, CsvWords.Period);
    public int Time => Array.IndexOf(_words, CsvWords.Time);
    public int Change => Array.IndexOf(_words, CsvWords.Change);

    /// <summary>True for words that only English exporters use, who write decimal points.</summary>
    public bool IsEnglish => !Names.Select(CsvWords.Plain).Any(CsvWords.IsForeign) && Change < 0;

    public static CsvHeader Of(CsvReader csv)
    {
        var first = Trimmed(csv.Header);
        if (!csv.MoveNext())
            return new(first, [], 0);
        var second = Fields(csv.Current);
        if (csv.MoveNext() && second.Length == first.Length && Fields(csv.Current) is [var index, .. var rest]
            && HistoryColumns.Bind([index]).Date == 0 && rest.All(f => f.Length == 0))
        {
            var (names, tickers) = HistoryColumns.Bind(first).Close >= 0 ? (first, second) : (second, first);
            return new([index, .. names[1..]], Distinct(tickers[1..]), 2);
        }
        var isTickers = second.Length == first.Length && second.Length > 2 && second[0].Length == 0
            && second[1..].All(f => f.Length > 0 && !double.TryParse(f, out _)) && HistoryColumns.Bind(first).Date == 0;
        return isTickers ? new(first, Distinct(second[1..]), 1) : new(first, [], 0);
    }

    private static bool IsOwn(string word) => word is CsvWords.Symbol or CsvWords.Period or CsvWords.Time or CsvWords.Change;

    /// <summary>Each header in the words of HistoryColumns: those that it knows first, what others may mean after them.</summary>
    private static string[] Bound(string[] names)
    {
        string[] words = [.. names.Select(CsvWords.Plain)];
        var isKnown = Array.ConvertAll(words, w => !CsvWords.MeaningsOf(w).Any() && HistoryColumns.Bind([w]).Known > 0);
        var taken = words.Where((_, i) => isKnown[i]).Select(HistoryColumns.NameOf).ToHashSet();
        for (var i = 0; i < words.Length; i++)
        {
            if (isKnown[i] || (words[i].Length == 0 && i > 0))
                continue;
            // A meaning that another column has already makes this one unknown.
            if (CsvWords.MeaningsOf(words[i]).FirstOrDefault(m => m.Length == 0 || !taken.Contains(NameOf(m))) is not { } meaning)
                continue;
            words[i] = meaning;
            taken.Add(NameOf(meaning));
        }
        return words;
    }

    private static string NameOf(string word) => IsOwn(word) ? word : HistoryColumns.NameOf(word);

    private static string[] Fields(CsvLine line)
    {
        var fields = new string[Math.Min(line.Count, MostFields)];
        for (var i = 0; i < fields.Length; i++)
            fields[i] = line[i].ToString();
        return fields;
    }

    private static string[] Trimmed(string[] names)
    {
        var end = names.Length;
        while (end > 1 && names[end - 1].Length == 0)
            end--;
        return names[..end];
    }

    private static string[] Distinct(string[] tickers) => [.. tickers.Where(t => t.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
}
