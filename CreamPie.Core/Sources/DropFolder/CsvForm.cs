using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.Csv;
using CreamPie.Core.Sources.Formats.Text;

namespace CreamPie.Core.Sources.DropFolder;

/// <summary>How a dropped CSV writes its days and numbers, as all its rows show it together: what they leave open is refused.</summary>
/// <param name="Order">Of its dates; null for ISO dates, or seconds since 1970.</param>
/// <param name="Decimal">A point or a comma.</param>
/// <param name="Refused">Why it cannot be read; null if it can.</param>
internal readonly record struct CsvForm(DayOrder? Order, char Decimal, ParseResult.Refused? Refused = null)
{
    private const int MostShown = 40;

    /// <param name="csv">Before its first row.</param>
    /// <param name="text">All of it: without a quote no comma can be part of a number.</param>
    /// <param name="header">Its header.</param>
    public static CsvForm Of(CsvReader csv, ReadOnlySpan<char> text, CsvHeader header)
    {
        var isPlain = csv.Delimiter == ',' && !text.Contains('"');
        var (orders, mark) = (new DayOrders(), new DecimalMark());
        int[] numbers = [.. NumbersOf(header).Where(c => c >= 0)];
        var (isIso, example) = (true, "");
        while (csv.MoveNext())
        {
            var line = csv.Current;
            var date = line[header.Columns.Date];
            var isStamp = DateText.TryReadStamp(date, out _, out _);
            // Plain ISO files, which are the most and the longest, need no look at all their rows.
            if (isPlain && isStamp && !orders.IsAny)
                break;
            if (!DateParts.TryRead(date, out var parts, out _) && !isStamp)
                continue;
            if (isIso && !isStamp)
                (isIso, example) = (false, Excerpt.Of(date, MostShown));
            if (parts != default)
                orders.See(parts);
            foreach (var column in isPlain ? [] : numbers)
                mark.See(line[column]);
        }
        var order = isIso ? null : orders.Decide(CsvExporter.OrderOf(header.Names));
        if (!isIso && order is null)
            return new(null, default, Undecided(orders, example));
        var usual = csv.Delimiter == ',' && header.IsEnglish || CsvExporter.IsBracketed(header.Names) ? '.' : (char?)null;
        return (isPlain ? '.' : mark.Decide(usual)) is { } known
            ? new(order, known)
            : new(null, default, new(
                Reason.Layout,
                $"Whether the numbers have decimal points or decimal commas cannot be decided ({mark.Example}): "
                + "write them like 1234.56, throughout."));
    }

    private static int[] NumbersOf(CsvHeader header)
    {
        var columns = header.Columns;
        return [
            columns.Open, columns.High, columns.Low, columns.Close, columns.AdjClose, columns.Volume,
            columns.Dividends, columns.CapitalGains, columns.Splits, header.Change,
        ];
    }

    private static ParseResult.Refused Undecided(DayOrders orders, string example) => orders.IsMixed || orders.IsNone
        ? new(
            Reason.Layout,
            $"The dates, one of which is \"{example}\", are not all written in one way: "
            + "they must be written like 2025-06-13 or 2025-06-13 09:30:00-04:00, throughout.")
        : new(
            Reason.Days,
            $"Which part of a date like \"{example}\" is the day and which the month cannot be decided from the dates of the file: "
            + "write them like 2025-06-13, or add rows of other days.");
}
