using CreamPie.Core.Market;

namespace CreamPie.Core.Parsing;

/// <summary>The lines of a CSV as rows, actions and errors.</summary>
internal sealed class CsvRows(HistoryColumns columns)
{
    private readonly Dictionary<DateOnly, string> _timeOfDay = [];
    private readonly Dictionary<DateOnly, int> _otherTimes = [];

    public List<ParsedRow> Rows { get; } = [];
    public List<CorporateAction> Actions { get; } = [];
    public List<RowError> Errors { get; } = [];
    public int Lines { get; private set; }
    public bool LastIsShort { get; private set; }

    /// <summary>Why the file cannot be read as a whole; null while it can.</summary>
    public string? Problem { get; private set; }

    /// <summary>A live row may stand beside the newest day's own; any more rows a day are no daily bars.</summary>
    public bool IsIntraday =>
        _otherTimes.Values.Sum() > 1 || (_otherTimes.Count == 1 && _otherTimes.Keys.Single() != _timeOfDay.Keys.Max());

    public void Read(CsvLine line)
    {
        var position = Lines++;
        LastIsShort = line.Count < columns.Count;
        if (Problem is not null)
            return;
        if (!DateText.TryReadIso(line[columns.Date], out var date, out var time))
        {
            if (!LastIsShort)
                Problem = $"Row {position + 1} has the date \"{Shown(line[columns.Date])}\": dates must be written like 2025-06-13, throughout.";
            else
                Errors.Add(new RowError(position, null, $"The row has {line.Count} fields, the header {columns.Count}."));
            return;
        }
        if (line.Count > columns.Count && line[columns.Count].Length > 0)
        {
            Problem = $"Row {position + 1} has {line.Count} fields, the header {columns.Count}: numbers must be written like 1234.56, without commas.";
            return;
        }
        if (LastIsShort)
        {
            Errors.Add(new RowError(position, date, $"The row has {line.Count} fields, the header {columns.Count}."));
            return;
        }
        SeeTime(date, time);
        ReadActions(position, date, line);
        ReadBar(position, date, line);
    }

    private void ReadBar(int position, DateOnly date, CsvLine line)
    {
        var open = Price(position, line[columns.Open]);
        var high = Price(position, line[columns.High]);
        var low = Price(position, line[columns.Low]);
        var close = Price(position, line[columns.Close]);
        var adjClose = Price(position, line[columns.AdjClose]);
        var kind = NumberText.Volume(line[columns.Volume], grouped: false, out var volume);
        if (kind == NumberKind.Malformed)
            NotANumber(position, line[columns.Volume]);
        else if (kind == NumberKind.Value && volume is null)
            Errors.Add(new RowError(position, date, $"The volume {Shown(line[columns.Volume])} is beyond 64 bits.", RowProblem.Volume));
        if (close is { } known)
            Rows.Add(new ParsedRow(position, new DailyBar(date, open, high, low, known, adjClose, volume)));
        else
            Errors.Add(new RowError(position, date, "The row has no close."));
    }

    private void ReadActions(int position, DateOnly date, CsvLine line)
    {
        if (Price(position, line[columns.Dividends]) is { } dividend and not 0)
            Actions.Add(CorporateAction.Cash(date, ActionKind.Dividend, dividend));
        if (Price(position, line[columns.CapitalGains]) is { } gain and not 0)
            Actions.Add(CorporateAction.Cash(date, ActionKind.CapitalGain, gain));
        if (Price(position, line[columns.Splits]) is not ({ } ratio and not 0))
            return;
        if (ratio < 0)
            Errors.Add(new RowError(position, date, $"The split ratio {Shown(line[columns.Splits])} is not understood.", RowProblem.Action));
        else
            Actions.Add(SplitRatio.Of(date, ratio));
    }

    private double? Price(int position, ReadOnlySpan<char> text)
    {
        var kind = NumberText.Price(text, grouped: false, out var value);
        if (kind == NumberKind.Malformed)
            NotANumber(position, text);
        return kind == NumberKind.Value ? value : null;
    }

    private void NotANumber(int position, ReadOnlySpan<char> text) =>
        Problem ??= $"Row {position + 1} has \"{Shown(text)}\" where a number is expected: numbers must be written like 1234.56, throughout.";

    private void SeeTime(DateOnly date, ReadOnlySpan<char> time)
    {
        if (time.IsEmpty)
            return;
        if (!_timeOfDay.TryGetValue(date, out var first))
            _timeOfDay.Add(date, time.ToString());
        else if (!time.SequenceEqual(first))
            _otherTimes[date] = _otherTimes.GetValueOrDefault(date) + 1;
    }

    private static string Shown(ReadOnlySpan<char> text) => text.Length <= 40 ? text.ToString() : $"{text[..40]}...";
}
