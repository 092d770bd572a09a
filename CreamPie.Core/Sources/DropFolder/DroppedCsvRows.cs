using CreamPie.Core.Sources.Formats.Csv;
using CreamPie.Core.Sources.Formats.History;
using CreamPie.Core.Sources.Formats.Text;

namespace CreamPie.Core.Sources.DropFolder;

/// <summary>A dropped CSV's lines: days are ISO, numbers invariant and without groups.</summary>
/// <param name="header">Its columns.</param>
/// <param name="days">The day of each line, where their times have been read; null to take the dates as written.</param>
internal sealed class DroppedCsvRows(HistoryColumns header, IReadOnlyList<DateOnly>? days = null) : CsvHistory(new(
    header.Count, header.Date, header.Open, header.High, header.Low, header.Close, header.AdjClose, header.Volume,
    header.Dividends, header.CapitalGains, header.Splits))
{
    private readonly Dictionary<DateOnly, string> _timeOfDay = [];
    private readonly Dictionary<DateOnly, int> _otherTimes = [];

    /// <summary>Of each line; the default where it has none.</summary>
    public List<DayStamp> Stamps { get; } = [];

    /// <summary>The newest day may have a live row besides its own; more rows a day are no daily bars.</summary>
    public bool IsIntraday =>
        _otherTimes.Values.Sum() > 1 || (_otherTimes.Count == 1 && _otherTimes.Keys.Single() != _timeOfDay.Keys.Max());

    protected override DateOnly? DayOf(int position, CsvLine line)
    {
        var isDay = DateText.TryReadStamp(line[Columns.Date], out var stamp, out var time);
        Stamps.Add(isDay && !LastIsShort ? stamp : default);
        var date = days is not null && days[position] != default ? days[position] : stamp.Day;
        if (!isDay)
        {
            if (LastIsShort)
                AddShort(position, null, line);
            else
            {
                Fail($"Row {position + 1} has the date \"{Shown(line[Columns.Date])}\": "
                    + "dates must be written like 2025-06-13 or 2025-06-13 09:30:00-04:00, throughout.");
            }
            return null;
        }
        if (IsLong(line))
        {
            Fail($"Row {position + 1} has {line.Count} fields, the header {Columns.Count}: "
                + "numbers must be written like 1234.56, without commas.");
            return null;
        }
        if (LastIsShort)
        {
            AddShort(position, date, line);
            return null;
        }
        SeeTime(date, time);
        return date;
    }

    protected override void Skip() => Stamps.Add(default);

    protected override NumberKind ReadPrice(ReadOnlySpan<char> text, out double value) => NumberText.Price(text, grouped: false, out value);

    protected override NumberKind ReadVolume(ReadOnlySpan<char> text, out long? volume) =>
        NumberText.Volume(text, grouped: false, out volume);

    protected override string NotANumber(int position, string shown) =>
        $"Row {position + 1} has \"{shown}\" where a number is expected: numbers must be written like 1234.56, throughout.";

    protected override bool IsSplit(double ratio) => ratio is not (0 or 1);

    private void SeeTime(DateOnly date, ReadOnlySpan<char> time)
    {
        if (time.IsEmpty)
            return;
        if (!_timeOfDay.TryGetValue(date, out var first))
            _timeOfDay.Add(date, time.ToString());
        else if (!time.SequenceEqual(first))
            _otherTimes[date] = _otherTimes.GetValueOrDefault(date) + 1;
    }
}
