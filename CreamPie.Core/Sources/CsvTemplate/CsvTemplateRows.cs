using System.Globalization;
using CreamPie.Core.Sources.Formats.Csv;
using CreamPie.Core.Sources.Formats.Text;

namespace CreamPie.Core.Sources.CsvTemplate;

/// <summary>The lines of a CSV with days and numbers as the settings say.</summary>
internal sealed class CsvTemplateRows(CsvColumns columns, CsvTemplateOptions options) : CsvHistory(columns)
{
    private readonly LocalNumber _numbers = new(options.CultureInfo);
    private readonly CultureInfo _culture = options.CultureInfo;

    protected override DateOnly? DayOf(int position, CsvLine line)
    {
        var written = line[Columns.Date];
        var isDay = DateOnly.TryParseExact(written, options.DateFormat, _culture, DateTimeStyles.None, out var date);
        if (LastIsShort)
            AddShort(position, isDay ? date : null, line);
        else if (IsLong(line))
        {
            Fail($"Row {position + 1} has {line.Count} fields, the header {Columns.Count}: a number is written with the delimiter in it "
                + "(Sources__Csv__Delimiter, Sources__Csv__Culture).");
        }
        else if (!isDay)
        {
            Fail($"Row {position + 1} has the date \"{Shown(written)}\", which is not of the form {options.DateFormat} "
                + "(Sources__Csv__DateFormat).");
        }
        else
            return date;
        return null;
    }

    protected override NumberKind ReadPrice(ReadOnlySpan<char> text, out double value) => _numbers.Price(text, out value);

    protected override NumberKind ReadVolume(ReadOnlySpan<char> text, out long? volume) => _numbers.Volume(text, out volume);

    protected override string NotANumber(int position, string shown) =>
        $"Row {position + 1} has \"{shown}\" where a number is expected, "
        + $"written like {1234.56.ToString("N2", _culture)} (Sources__Csv__Culture).";

    protected override bool IsSplit(double ratio) => ratio is not (0 or 1);
}
