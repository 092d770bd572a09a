using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.History;
using CreamPie.Core.Sources.Formats.Text;

namespace CreamPie.Core.Sources.Formats.Csv;

/// <summary>
/// Turns the lines of a CSV into rows, actions and errors. Derived classes define how days and numbers are written; a
/// value written otherwise is a problem of the whole file, never a guess.
/// </summary>
internal abstract class CsvHistory(CsvColumns columns)
{
    private const int MostShown = 40;
    private readonly List<ParsedRow> _rows = [];
    private readonly FloatFile _floats = new();
    private readonly ListedCells _splits = new();
    private readonly ListedCells _cash = new();
    private int _lines;

    /// <summary>Complete after the last line: what a file of 32-bit floats means is known only then.</summary>
    public List<ParsedRow> Rows => _floats.Shortened(_rows);

    public List<CorporateAction> Actions { get; } = [];

    /// <summary>Of the prices; complete after the last line.</summary>
    public WrittenDigits Digits { get; } = new();

    public bool ListsSplits => columns.Split >= 0 && _splits.AreListed;
    public bool ListsCash => columns.Dividend >= 0 && _cash.AreListed;
    public bool ListsActions => ListsSplits && ListsCash;

    /// <summary>A payment after the first day, which a dividend-adjusted price of that day does not have.</summary>
    public bool HasCash => Actions.Exists(a => a.Kind != ActionKind.Split) && Rows is { Count: > 0 } rows
        && rows.Min(r => r.Bar.Date) is var first && Actions.Exists(a => a.Kind != ActionKind.Split && a.ExDate > first);

    public List<RowError> Errors { get; } = [];

    /// <summary>The last line has fewer fields than the header.</summary>
    public bool LastIsShort { get; private set; }

    /// <summary>Why the file cannot be read as a whole; null while it can.</summary>
    public string? Problem { get; private set; }

    protected CsvColumns Columns => columns;

    public void Read(CsvLine line)
    {
        var position = _lines++;
        var isEmpty = line[columns.Date].IsEmpty && line.IsEmpty;
        LastIsShort = line.Count < columns.Count && !isEmpty;
        if (isEmpty)
        {
            Errors.Add(new RowError(position, null, "The row is empty."));
            Skip();
        }
        if (isEmpty || Problem is not null || DayOf(position, line) is not { } date)
            return;
        ReadActions(position, date, line);
        ReadBar(position, date, line);
    }

    /// <returns>Null for a line that is not loaded: its error or problem is recorded.</returns>
    protected abstract DateOnly? DayOf(int position, CsvLine line);

    /// <summary>An empty line, which has no day.</summary>
    protected virtual void Skip() { }

    protected abstract NumberKind ReadPrice(ReadOnlySpan<char> text, out double value);

    /// <param name="text">One field.</param>
    /// <param name="volume">Null if it is beyond 64 bits.</param>
    protected abstract NumberKind ReadVolume(ReadOnlySpan<char> text, out long? volume);

    /// <returns>The sentence about a number in another format.</returns>
    protected abstract string NotANumber(int position, string shown);

    /// <summary>False for the ratio on days without a split.</summary>
    protected abstract bool IsSplit(double ratio);

    protected void Fail(string problem) => Problem ??= problem;

    protected void AddShort(int position, DateOnly? date, CsvLine line) =>
        Errors.Add(new RowError(position, date, $"The row has {line.Count} fields, the header {columns.Count}."));

    /// <summary>True if it has more fields than the header, and not just a trailing delimiter.</summary>
    protected bool IsLong(CsvLine line) => line.Count > columns.Count && line[columns.Count].Length > 0;

    protected static string Shown(ReadOnlySpan<char> text) => Excerpt.Of(text, MostShown);

    private void ReadBar(int position, DateOnly date, CsvLine line)
    {
        var open = TradedPrice(position, line[columns.Open]);
        var high = TradedPrice(position, line[columns.High]);
        var low = TradedPrice(position, line[columns.Low]);
        var close = TradedPrice(position, line[columns.Close]);
        var adjClose = Price(position, line[columns.AdjClose]);
        if (adjClose is not null)
            Digits.SeeAdjusted(line[columns.AdjClose]);
        var kind = ReadVolume(line[columns.Volume], out var volume);
        if (kind == NumberKind.Malformed)
            Fail(NotANumber(position, Shown(line[columns.Volume])));
        else if (kind == NumberKind.Value && volume is null)
            Errors.Add(new RowError(position, date, $"The volume {Shown(line[columns.Volume])} exceeds 64 bits.", RowProblem.Volume));
        if (close is { } known)
            _rows.Add(new ParsedRow(position, new DailyBar(date, open, high, low, known, adjClose, volume)));
        else
            Errors.Add(new RowError(position, date, "The row has no close."));
    }

    private void ReadActions(int position, DateOnly date, CsvLine line)
    {
        var cash = Price(position, line[columns.Dividend]);
        _cash.See(cash);
        if (cash is { } dividend and not 0)
            Actions.Add(CorporateAction.Cash(date, ActionKind.Dividend, dividend));
        if (Price(position, line[columns.CapitalGain]) is { } gain and not 0)
            Actions.Add(CorporateAction.Cash(date, ActionKind.CapitalGain, gain));
        var split = Price(position, line[columns.Split]);
        _splits.See(split is { } told && !IsSplit(told) ? 0 : split);
        if (split is not { } ratio || !IsSplit(ratio))
            return;
        if (ratio > 0)
            Actions.Add(SplitRatio.Of(date, ratio));
        else
            Errors.Add(new RowError(position, date, $"The split ratio {Shown(line[columns.Split])} cannot be parsed.", RowProblem.Action));
    }

    private double? TradedPrice(int position, ReadOnlySpan<char> text)
    {
        var price = Price(position, text);
        if (price is not null)
            Digits.See(text);
        return price;
    }

    private double? Price(int position, ReadOnlySpan<char> text)
    {
        var kind = ReadPrice(text, out var value);
        if (kind == NumberKind.Malformed)
            Fail(NotANumber(position, Shown(text)));
        if (kind != NumberKind.Value)
            return null;
        _floats.See(text, value);
        return value;
    }
}
