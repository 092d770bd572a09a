using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.Csv;
using CreamPie.Core.Sources.Formats.History;
using CreamPie.Core.Sources.Formats.Text;

namespace CreamPie.Core.Sources.DropFolder;

/// <summary>A dropped CSV's lines: days and numbers are of the file's one form.</summary>
/// <param name="header">Its columns.</param>
/// <param name="form">How it writes days and numbers.</param>
/// <param name="days">The day of each line, where their times have been read; null to take the dates as written.</param>
internal sealed class DroppedCsvRows(CsvHeader header, CsvForm form, IReadOnlyList<DateOnly>? days = null) : CsvHistory(new(
    header.Names.Count, header.Columns.Date, header.Columns.Open, header.Columns.High, header.Columns.Low, header.Columns.Close,
    header.Columns.AdjClose, header.Columns.Volume, header.Columns.Dividends, header.Columns.CapitalGains, header.Columns.Splits))
{
    private const int MostSymbols = 3;
    private readonly FileNumber _numbers = new(form.Decimal);
    private readonly List<string> _symbols = [.. header.Tickers.Take(MostSymbols)];
    private readonly List<string> _times = [];

    /// <summary>Of each line; the default where it has none.</summary>
    public List<DayStamp> Stamps { get; } = [];

    /// <summary>The symbols that the file names, up to three.</summary>
    public IReadOnlyList<string> Symbols => _symbols;

    /// <summary>The last line is a note below the table, which may lack fields and its line end.</summary>
    public bool LastIsNote { get; private set; }

    /// <summary>What the column of periods says instead of daily; null if it has none, or nothing else.</summary>
    public string? OtherPeriod { get; private set; }

    /// <summary>False if volumes are abbreviated, as for display.</summary>
    public bool IsPrecise => !_numbers.IsRounded;

    /// <summary>Several rows a day at different times, besides a live row of the newest day.</summary>
    /// <param name="days">Of each line.</param>
    public bool IsIntraday(IReadOnlyList<DateOnly> days)
    {
        var times = new Dictionary<DateOnly, string>();
        var others = new Dictionary<DateOnly, int>();
        for (var i = 0; i < _times.Count; i++)
        {
            if (_times[i].Length > 0 && !times.TryAdd(days[i], _times[i]) && times[days[i]] != _times[i])
                others[days[i]] = others.GetValueOrDefault(days[i]) + 1;
        }
        return others.Values.Sum() > 1 || (others.Count == 1 && others.Keys.Single() != times.Keys.Max());
    }

    protected override DateOnly? DayOf(int position, CsvLine line)
    {
        var isDay = DateText.TryReadStamp(line[Columns.Date], form.Order, out var stamp, out var time);
        LastIsNote = !isDay && IsNote(line);
        Stamps.Add(isDay && !LastIsShort ? stamp : default);
        _times.Add("");
        if (LastIsNote)
        {
            Errors.Add(new RowError(
                position, null, $"The line \"{Shown(line[Columns.Date])}\" is a note, not a row: it was not read.", RowProblem.Document));
            return null;
        }
        var date = days is not null && days[position] != default ? days[position] : stamp.Day;
        if (LastIsShort)
            AddShort(position, isDay ? date : null, line);
        else if (!isDay)
        {
            Fail($"Row {position + 1} has the date \"{Shown(line[Columns.Date])}\": "
                + "dates must be written like 2025-06-13 or 2025-06-13 09:30:00-04:00, throughout.");
        }
        else if (IsLong(line))
        {
            Fail($"Row {position + 1} has {line.Count} fields, the header {Columns.Count}: "
                + "numbers must be written like 1234.56, without commas.");
        }
        else
        {
            SeeMore(line, time);
            return date;
        }
        return null;
    }

    protected override void Skip()
    {
        Stamps.Add(default);
        _times.Add("");
    }

    protected override NumberKind ReadPrice(ReadOnlySpan<char> text, out double value) => _numbers.Price(text, out value);

    protected override NumberKind ReadVolume(ReadOnlySpan<char> text, out long? volume) => _numbers.Volume(text, out volume);

    protected override string NotANumber(int position, string shown) =>
        $"Row {position + 1} has \"{shown}\" where a number is expected: numbers must be written like 1234.56, throughout.";

    protected override bool IsSplit(double ratio) => ratio is not (0 or 1);

    private void SeeMore(CsvLine line, ReadOnlySpan<char> time)
    {
        if (time.IsEmpty)
            time = line[header.Time];
        // Nearly all rows of a file have one time of day.
        _times[^1] = _times.Count > 1 && time.SequenceEqual(_times[^2]) ? _times[^2] : time.ToString();
        if (line[header.Period] is { Length: > 0 } period && !period.Equals("D", StringComparison.OrdinalIgnoreCase))
            OtherPeriod ??= Shown(period);
        if (line[header.Symbol] is { Length: > 0 } symbol && _symbols.Count < MostSymbols
            && !(_symbols.Count > 0 && symbol.Equals(_symbols[^1], StringComparison.OrdinalIgnoreCase))
            && !_symbols.Contains(symbol.ToString(), StringComparer.OrdinalIgnoreCase))
            _symbols.Add(Shown(symbol));
    }

    /// <summary>Words instead of a day, and no price: "Source: ...", "Downloaded from ... as of ...".</summary>
    private bool IsNote(CsvLine line)
    {
        var text = line[Columns.Date];
        var letters = 0;
        foreach (var c in text)
        {
            letters = char.IsLetter(c) ? letters + 1 : 0;
            if (letters > 3)
                break;
        }
        return letters > 3 && !DateParts.StartsWithMonth(text.TrimStart('"'))
            && _numbers.Price(line[Columns.Close], out _) != NumberKind.Value;
    }
}
