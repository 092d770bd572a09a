using System.Text.Json;

namespace CreamPie.Core.Sources.Formats.History;

/// <summary>Positions of a history's columns, found by header text: never by position, never by class.</summary>
internal sealed class HistoryColumns
{
    private enum Column { Date, Open, High, Low, Close, AdjClose, Volume, Dividends, Splits, CapitalGains }

    private readonly int[] _at = new int[Enum.GetValues<Column>().Length];

    private readonly List<string> _unknown = [];

    private HistoryColumns(int count)
    {
        Count = count;
        Array.Fill(_at, -1);
    }

    public int Count { get; }

    public int Date => _at[(int)Column.Date];
    public int Open => _at[(int)Column.Open];
    public int High => _at[(int)Column.High];
    public int Low => _at[(int)Column.Low];
    public int Close => _at[(int)Column.Close];
    public int AdjClose => _at[(int)Column.AdjClose];
    public int Volume => _at[(int)Column.Volume];
    public int Dividends => _at[(int)Column.Dividends];
    public int Splits => _at[(int)Column.Splits];
    public int CapitalGains => _at[(int)Column.CapitalGains];

    /// <summary>How many headers are known: a table that shares only "Date" with a history is another table.</summary>
    public int Known => _at.Count(i => i >= 0);

    /// <summary>The first header that occurs twice, which makes it ambiguous.</summary>
    public string? Twice { get; private set; }

    /// <summary>The first unknown header: what it means for the others is unknown.</summary>
    public string? Unknown => _unknown.Count > 0 ? _unknown[0] : null;

    /// <summary>All unknown headers that say something.</summary>
    public IReadOnlyList<string> AllUnknown => [.. _unknown.Where(h => h.Length > 0)];

    public static HistoryColumns Bind(IReadOnlyList<string> headers)
    {
        var columns = new HistoryColumns(headers.Count);
        for (var i = 0; i < headers.Count; i++)
        {
            if (Of(headers[i]) is not { } column)
            {
                columns._unknown.Add(headers[i]);
                continue;
            }
            if (columns._at[(int)column] >= 0)
                columns.Twice ??= headers[i];
            columns._at[(int)column] = i;
        }
        return columns;
    }

    /// <returns>The names of the missing columns among those that a history table must have.</returns>
    public IEnumerable<string> MissingOfTable()
    {
        Column[] required = [Column.Date, Column.Open, Column.High, Column.Low, Column.Close, Column.Volume];
        return required.Where(c => _at[(int)c] < 0).Select(c => c.ToString());
    }

    /// <summary>"adjClose" for a known header; for any other its first word with a ?.</summary>
    public static string NameOf(string header) => Of(header) is { } column
        ? JsonNamingPolicy.CamelCase.ConvertName(column.ToString())
        : $"?{LayoutShape.Plain(header.AsSpan().Trim().ToString().Split(' ', 2)[0])}";

    // A tooltip's or a footnote's text may follow the name: "Close*", "Close Close price adjusted for splits."
    private static Column? Of(ReadOnlySpan<char> header)
    {
        header = header.Trim().Trim('"');
        var isAdjusted = Is(header, "Adj Close") || Is(header, "Adj. Close") || Is(header, "Adjusted Close") || Is(header, "AdjClose");
        return isAdjusted ? Column.AdjClose
            : Is(header, "Close") ? Column.Close
            : Is(header, "Date") || Is(header, "Datetime") ? Column.Date
            : Is(header, "Open") ? Column.Open
            : Is(header, "High") ? Column.High
            : Is(header, "Low") ? Column.Low
            : Is(header, "Volume") ? Column.Volume
            : Is(header, "Dividends") || IsJust(header, "Dividend") ? Column.Dividends
            : Is(header, "Stock Splits") || IsJust(header, "Stock Split") || IsJust(header, "Splits") || IsJust(header, "Split")
                ? Column.Splits
            : Is(header, "Capital Gains") || IsJust(header, "Capital Gain") ? Column.CapitalGains
            : null;
    }

    // "Dividend Yield" is no amount, "Split Date" no ratio.
    private static bool IsJust(ReadOnlySpan<char> header, string name) => header.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static bool Is(ReadOnlySpan<char> header, string name) =>
        header.StartsWith(name, StringComparison.OrdinalIgnoreCase)
        && (header.Length == name.Length || header[name.Length] is '*' or ' ' or '\n' or '\t' or '\r' or '\u00A0');
}
