using System.Globalization;
using CreamPie.Core.Market;
using CreamPie.Core.Parsing;
using Columns = CreamPie.Core.Sources.CsvTemplateColumns;

namespace CreamPie.Core.Sources;

/// <summary>The lines of a CSV as rows, actions and errors, by the settings' columns, dates and numbers.</summary>
internal sealed class CsvTemplateRows(CsvTemplateMap columns, CsvTemplateOptions options)
{
    private readonly LocalNumber _numbers = new(options.CultureInfo);
    private readonly CultureInfo _culture = options.CultureInfo;

    public List<ParsedRow> Rows { get; } = [];
    public List<CorporateAction> Actions { get; } = [];
    public List<RowError> Errors { get; } = [];
    public int Lines { get; private set; }
    public bool LastIsShort { get; private set; }

    /// <summary>Why the file cannot be read as a whole; null while it can.</summary>
    public string? Problem { get; private set; }

    public void Read(CsvLine line)
    {
        var position = Lines++;
        LastIsShort = line.Count < columns.Count;
        if (Problem is not null)
            return;
        var written = line[columns[nameof(Columns.Date)]];
        var isDay = DateOnly.TryParseExact(written, options.DateFormat, _culture, DateTimeStyles.None, out var date);
        if (LastIsShort)
        {
            Errors.Add(new RowError(position, isDay ? date : null, $"The row has {line.Count} fields, the header {columns.Count}."));
            return;
        }
        if (line.Count > columns.Count && line[columns.Count].Length > 0)
        {
            Problem = $"Row {position + 1} has {line.Count} fields, the header {columns.Count}: a number is written with the delimiter in it (Sources__Csv__Delimiter, Sources__Csv__Culture).";
            return;
        }
        if (!isDay)
        {
            Problem = $"Row {position + 1} has the date \"{Shown(written)}\", which is not of the form {options.DateFormat} (Sources__Csv__DateFormat).";
            return;
        }
        ReadActions(position, date, line);
        ReadBar(position, date, line);
    }

    private void ReadBar(int position, DateOnly date, CsvLine line)
    {
        var open = Price(position, line[columns[nameof(Columns.Open)]]);
        var high = Price(position, line[columns[nameof(Columns.High)]]);
        var low = Price(position, line[columns[nameof(Columns.Low)]]);
        var close = Price(position, line[columns[nameof(Columns.Close)]]);
        var adjClose = Price(position, line[columns[nameof(Columns.AdjClose)]]);
        var volume = line[columns[nameof(Columns.Volume)]];
        var kind = _numbers.Volume(volume, out var shares);
        if (kind == NumberKind.Malformed)
            NotANumber(position, volume);
        else if (kind == NumberKind.Value && shares is null)
            Errors.Add(new RowError(position, date, $"The volume {Shown(volume)} exceeds 64 bits.", RowProblem.Volume));
        if (close is { } known)
            Rows.Add(new ParsedRow(position, new DailyBar(date, open, high, low, known, adjClose, shares)));
        else
            Errors.Add(new RowError(position, date, "The row has no close."));
    }

    private void ReadActions(int position, DateOnly date, CsvLine line)
    {
        if (Price(position, line[columns[nameof(Columns.Dividend)]]) is { } dividend and not 0)
            Actions.Add(CorporateAction.Cash(date, ActionKind.Dividend, dividend));
        if (Price(position, line[columns[nameof(Columns.Split)]]) is not ({ } ratio and not (0 or 1)))
            return;
        if (ratio > 0)
            Actions.Add(SplitRatio.Of(date, ratio));
        else
            Errors.Add(new RowError(position, date, $"The split ratio {ratio} cannot be parsed.", RowProblem.Action));
    }

    private double? Price(int position, ReadOnlySpan<char> text)
    {
        var kind = _numbers.Price(text, out var value);
        if (kind == NumberKind.Malformed)
            NotANumber(position, text);
        return kind == NumberKind.Value ? value : null;
    }

    private void NotANumber(int position, ReadOnlySpan<char> text) => Problem ??=
        $"Row {position + 1} has \"{Shown(text)}\" where a number is expected, written like {1234.56.ToString("N2", _culture)} (Sources__Csv__Culture).";

    private static string Shown(ReadOnlySpan<char> text) => text.Length <= 40 ? text.ToString() : $"{text[..40]}...";
}
