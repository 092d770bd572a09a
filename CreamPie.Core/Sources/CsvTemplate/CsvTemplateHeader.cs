using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.Csv;

namespace CreamPie.Core.Sources.CsvTemplate;

/// <summary>Positions of the configured columns in a file's header.</summary>
internal sealed class CsvTemplateHeader
{
    private const int MostShown = 120;
    private readonly Dictionary<string, int> _at = [];

    public CsvTemplateHeader(CsvTemplateColumns columns, IReadOnlyList<string> headers)
    {
        foreach (var (name, header) in columns.All().Where(c => c.Header.Length > 0))
        {
            int[] places =
                [.. Enumerable.Range(0, headers.Count).Where(i => headers[i].Equals(header, StringComparison.OrdinalIgnoreCase))];
            if (places.Length == 1)
                _at.Add(name, places[0]);
            else
                Problem ??= $"The header has the column \"{header}\" (Sources__Csv__Columns__{name}) "
                    + $"{(places.Length == 0 ? "not at all" : "several times")}: "
                    + $"it is {Excerpt.Of(string.Join(" | ", headers), MostShown)}.";
        }
        Columns = new(
            headers.Count,
            At(nameof(CsvTemplateColumns.Date)),
            At(nameof(CsvTemplateColumns.Open)),
            At(nameof(CsvTemplateColumns.High)),
            At(nameof(CsvTemplateColumns.Low)),
            At(nameof(CsvTemplateColumns.Close)),
            At(nameof(CsvTemplateColumns.AdjClose)),
            At(nameof(CsvTemplateColumns.Volume)),
            At(nameof(CsvTemplateColumns.Dividend)),
            CapitalGain: -1,
            At(nameof(CsvTemplateColumns.Split)));
    }

    /// <summary>Why the header does not fit the settings; null if it does.</summary>
    public string? Problem { get; }

    public CsvColumns Columns { get; }

    private int At(string name) => _at.GetValueOrDefault(name, -1);
}
