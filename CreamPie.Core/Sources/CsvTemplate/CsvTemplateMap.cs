namespace CreamPie.Core.Sources;

/// <summary>Where the columns that the settings name stand in a file's header.</summary>
internal sealed class CsvTemplateMap
{
    private readonly Dictionary<string, int> _at = [];

    public CsvTemplateMap(CsvTemplateColumns columns, IReadOnlyList<string> headers)
    {
        Count = headers.Count;
        foreach (var (name, header) in columns.All().Where(c => c.Header.Length > 0))
        {
            int[] places = [.. Enumerable.Range(0, headers.Count).Where(i => headers[i].Equals(header, StringComparison.OrdinalIgnoreCase))];
            if (places.Length == 1)
                _at.Add(name, places[0]);
            else
                Problem ??= $"The header has the column \"{header}\" (Sources__Csv__Columns__{name}) {(places.Length == 0 ? "not at all" : "several times")}: it is {Shown(headers)}.";
        }
    }

    /// <summary>Why the header does not fit the settings; null if it does.</summary>
    public string? Problem { get; }

    public int Count { get; }

    public bool TellsActions => _at.ContainsKey(nameof(CsvTemplateColumns.Dividend)) && _at.ContainsKey(nameof(CsvTemplateColumns.Split));

    /// <returns>-1 if the file has no such column, which CsvLine answers with nothing.</returns>
    public int this[string name] => _at.GetValueOrDefault(name, -1);

    private static string Shown(IReadOnlyList<string> headers)
    {
        var all = string.Join(" | ", headers);
        return all.Length <= 120 ? all : $"{all[..120]}...";
    }
}
