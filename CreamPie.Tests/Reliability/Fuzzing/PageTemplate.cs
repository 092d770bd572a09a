using System.Text;
using System.Text.RegularExpressions;
using CreamPie.Core.Market;
using CreamPie.Core.Processing;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.DropFolder;
using CreamPie.Core.Sources.Yahoo.Page;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Reliability.Fuzzing;

/// <summary>A real page, its mutable places and its true content.</summary>
internal sealed partial class PageTemplate
{
    /// <summary>A table has two decimals; the rest is what 32-bit floats leave open on either side.</summary>
    private const double Rounding = Price.HalfCent + 2 * Price.Tolerance;

    private static readonly DateTime KnownAt = new(2026, 11, 23, 10, 0, 0, DateTimeKind.Utc);

    private readonly Dictionary<DateOnly, List<DailyBar>> _truth = [];
    private readonly HashSet<CorporateAction> _actions = [];
    private readonly HashSet<CorporateAction> _tableActions;
    private readonly HashSet<(FindingKind, string)> _findings = [];

    private PageTemplate(string name, Symbol symbol, string text, Range table, Range payload, bool fromNetwork)
    {
        (Name, Symbol, Text, Table, FromNetwork) = (name, symbol, text, table, fromNetwork);
        Payload = payload;
        HasPayload = !payload.Equals(default);
        var first = table.Start.Value;
        Tags = [.. TagPattern().Matches(text[table]).Select(m => (first + m.Index)..(first + m.Index + m.Length))];
        Rows = [.. RowPattern().Matches(text[table]).Select(m => (first + m.Index)..(first + m.Index + m.Length))];
        TableBars = [];
        AddTruth(text, isOriginal: true);
        if (HasPayload)
            AddTruth(text[..payload.Start] + text[payload.End..], isOriginal: false);
        var shown = PageScan.Read(text.AsMemory(), CancellationToken.None)!.Table!;
        foreach (var row in shown.Rows)
            TableBars[row.Bar.Date] = row.Bar;
        _tableActions = [.. shown.Actions];
    }

    public string Name { get; }
    public Symbol Symbol { get; }
    public string Text { get; }
    public bool FromNetwork { get; }
    public Range Table { get; }

    /// <summary>The values of the embedded payload.</summary>
    public Range Payload { get; }
    public bool HasPayload { get; }
    public IReadOnlyList<Range> Tags { get; }
    public IReadOnlyList<Range> Rows { get; }

    /// <summary>The bars of the table by day.</summary>
    public Dictionary<DateOnly, DailyBar> TableBars { get; }

    public static PageTemplate Load(string file, bool fromNetwork)
    {
        var text = Encoding.UTF8.GetString(RealData.Bytes("yahoo-pages", file));
        return Of(file, SymbolOf(file), text, fromNetwork);
    }

    /// <summary>The history alone without the rest of the page: small, and every mutation matters.</summary>
    public static PageTemplate LoadHistoryAlone(string file)
    {
        var text = Encoding.UTF8.GetString(RealData.Bytes("yahoo-pages", file));
        var symbol = SymbolOf(file);
        var script = ScriptOf(text, symbol);
        return Of(
            $"{file} (its history alone)", symbol,
            $"<!doctype html><html><head>{CanonicalPattern().Match(text).Value}</head>"
                + $"<body><h1>({symbol})</h1>{text[TableOf(text)]}{text[script]}</body></html>",
            fromNetwork: true);
    }

    public ParseResult Parse(byte[] bytes)
    {
        var input = new ParseInput(bytes, Symbol, FromNetwork, FromNetwork ? "text/html" : null);
        return FromNetwork ? PageResponse.Parse(input, CancellationToken.None) : DocumentParser.Parse(input, CancellationToken.None);
    }

    public static ProcessedDocument Process(ParsedDocument document) => Processor.Process(document, new ProcessContext(KnownAt));

    /// <summary>Bars that differ from the original page.</summary>
    public List<DailyBar> WrongBars(ProcessedDocument document) => [.. document.Bars.Where(b => !IsTrue(b))];

    public List<CorporateAction> WrongActions(ProcessedDocument document) =>
        [.. document.Actions.Where(a => !_actions.Any(t => IsSame(t, a)))];

    /// <summary>The number of missing bars and actions between the first and the last remaining bar.</summary>
    public int CountMissing(ProcessedDocument document)
    {
        var (first, last) = (document.Bars[0].Date, document.Bars[^1].Date);
        var days = document.Bars.Select(b => b.Date).ToHashSet();
        var missing = _truth.Keys.Count(d => d > first && d < last && !days.Contains(d));
        if (!document.ListsActions)
            return missing;
        return missing + _actions.Count(a =>
            a.ExDate > first && a.ExDate < last && !document.Actions.Any(d => (d.ExDate, d.Kind) == (a.ExDate, a.Kind)));
    }

    /// <summary>Whether the amount equals, within rounding, a true one that the page states only rounded.</summary>
    public bool IsWithinRounding(CorporateAction action) => _actions.Any(t =>
        !t.Exact && t.ExDate == action.ExDate && t.Kind == action.Kind && Math.Abs(t.Amount!.Value - action.Amount!.Value) <= Rounding);

    /// <summary>Whether the table's bar equals the precise one within rounding.</summary>
    public static bool IsWithinRounding(DailyBar precise, DailyBar shown) =>
        IsWithinRounding(precise.Open, shown.Open) && IsWithinRounding(precise.High, shown.High)
        && IsWithinRounding(precise.Low, shown.Low) && IsWithinRounding(precise.Close, shown.Close)
        && IsWithinRounding(precise.AdjClose, shown.AdjClose) && precise.Volume == shown.Volume;

    private static bool IsWithinRounding(double? precise, double? shown) =>
        precise is { } a && shown is { } b && Math.Abs(a - b) <= Rounding + Price.Tolerance * Math.Abs(a);

    public bool HasNewFinding(ProcessedDocument document) => document.Findings.Any(f => !_findings.Contains((f.Kind, f.Seen)));

    /// <summary>Whether the mutated table differs from the payload beyond rounding; false without a payload.</summary>
    public bool TableDisagrees(byte[] bytes, ProcessedDocument document)
    {
        if (!HasPayload || PageScan.Read(Encoding.UTF8.GetString(bytes).AsMemory(), CancellationToken.None)?.Table is not { } table)
            return false;
        var bars = document.Bars.ToDictionary(b => b.Date);
        var shown = table.Rows.Select(r => r.Bar).ToList();
        return TableBars.Keys.Except(shown.Select(b => b.Date)).Any()
            || shown.Any(b => !TableBars.TryGetValue(b.Date, out var was)
                || (b != was && !(bars.TryGetValue(b.Date, out var own) && IsWithinRounding(own, b))))
            || table.Actions.Any(a => !_tableActions.Contains(a) && !_actions.Any(t => IsSame(t, a)) && !IsWithinRounding(a));
    }

    private bool IsTrue(DailyBar bar) => _truth.TryGetValue(bar.Date, out var known) && known.Any(t => IsSame(t, bar));

    /// <summary>An unknown adjusted close is not a wrong one: a page without that column is loaded without it.</summary>
    private static bool IsSame(DailyBar truth, DailyBar parsed) =>
        Price.Same(truth.Open, parsed.Open) && Price.Same(truth.High, parsed.High)
        && Price.Same(truth.Low, parsed.Low) && Price.Same(truth.Close, parsed.Close)
        && (parsed.AdjClose is null || Price.Same(truth.AdjClose, parsed.AdjClose)) && truth.Volume == parsed.Volume;

    private static bool IsSame(CorporateAction truth, CorporateAction parsed) =>
        truth.ExDate == parsed.ExDate && truth.Kind == parsed.Kind
        && Price.Same(truth.Ratio, parsed.Ratio) && Price.Same(truth.Amount, parsed.Amount);

    private void AddTruth(string text, bool isOriginal)
    {
        var processed = Process(((ParseResult.Parsed)Parse(Encoding.UTF8.GetBytes(text))).Document);
        foreach (var bar in processed.Bars)
            (_truth.TryGetValue(bar.Date, out var known) ? known : _truth[bar.Date] = []).Add(bar);
        _actions.UnionWith(processed.Actions);
        if (isOriginal)
            _findings.UnionWith(processed.Findings.Select(f => (f.Kind, f.Seen)));
    }

    private static PageTemplate Of(string name, Symbol symbol, string text, bool fromNetwork) =>
        new(name, symbol, text, TableOf(text), PayloadOf(text, symbol), fromNetwork);

    private static Symbol SymbolOf(string file) => Symbol.Parse(file.Split('_')[1]);

    private static Range TableOf(string text)
    {
        var from = Math.Max(
            text.IndexOf("data-testid=\"history-table\"", StringComparison.Ordinal),
            text.IndexOf("data-test=\"historical-prices\"", StringComparison.Ordinal) - 100);
        var start = text.IndexOf("<table", Math.Max(from, 0), StringComparison.Ordinal);
        return start..(text.IndexOf("</table>", start, StringComparison.Ordinal) + "</table>".Length);
    }

    private static Range PayloadOf(string text, Symbol symbol)
    {
        var store = text.IndexOf("\"HistoricalPriceStore\":{\"prices\":", StringComparison.Ordinal);
        if (store >= 0)
            return store..text.IndexOf("\"isPending\"", store, StringComparison.Ordinal);
        var script = ScriptOf(text, symbol);
        return script.Equals(default)
            ? default
            : text.IndexOf("\\\"timestamp\\\":", script.Start.Value, StringComparison.Ordinal)..(script.End.Value - "</script>".Length);
    }

    private static Range ScriptOf(string text, Symbol symbol)
    {
        var url = text.IndexOf($"/v8/finance/chart/{symbol}?", StringComparison.Ordinal);
        if (url < 0)
            return default;
        var start = text.LastIndexOf("<script", url, StringComparison.Ordinal);
        return start..(text.IndexOf("</script>", url, StringComparison.Ordinal) + "</script>".Length);
    }

    [GeneratedRegex("</?[a-z][^>]*>")]
    private static partial Regex TagPattern();

    [GeneratedRegex("<tr.*?</tr>", RegexOptions.Singleline)]
    private static partial Regex RowPattern();

    [GeneratedRegex("<link[^>]*rel=\"canonical\"[^>]*>")]
    private static partial Regex CanonicalPattern();
}
