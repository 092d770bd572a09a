namespace CreamPie.Core.Sources.CsvTemplate;

/// <summary>The header of each column, as the source writes it; empty for a missing column.</summary>
internal sealed class CsvTemplateColumns
{
    public string Date { get; set; } = "Date";
    public string Open { get; set; } = "Open";
    public string High { get; set; } = "High";
    public string Low { get; set; } = "Low";
    public string Close { get; set; } = "Close";
    public string AdjClose { get; set; } = "";
    public string Volume { get; set; } = "Volume";

    /// <summary>Cash per share on its ex-date; a file lists its actions only if it also has <see cref="Split"/>.</summary>
    public string Dividend { get; set; } = "";

    /// <summary>New shares for an old one: 4, or 0.05; 0 or 1 on other days.</summary>
    public string Split { get; set; } = "";

    internal string? Problem()
    {
        if (string.IsNullOrWhiteSpace(Date))
            return "Date must name the column of the dates.";
        if (string.IsNullOrWhiteSpace(Close))
            return "Close must name the column of the closing prices.";
        var twice = All()
            .Where(c => c.Header.Length > 0)
            .GroupBy(c => c.Header, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(g => g.Count() > 1);
        return twice is null ? null : $"{twice.First().Name} and {twice.Last().Name} name the same column \"{twice.Key}\".";
    }

    internal IEnumerable<(string Name, string Header)> All() =>
    [
        (nameof(Date), Date.Trim()), (nameof(Open), Open.Trim()), (nameof(High), High.Trim()), (nameof(Low), Low.Trim()),
        (nameof(Close), Close.Trim()), (nameof(AdjClose), AdjClose.Trim()), (nameof(Volume), Volume.Trim()),
        (nameof(Dividend), Dividend.Trim()), (nameof(Split), Split.Trim()),
    ];
}
