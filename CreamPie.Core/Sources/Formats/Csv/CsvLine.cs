namespace CreamPie.Core.Sources.Formats.Csv;

/// <summary>One line of a CSV as fields, without a string for each; quotes around a field are removed.</summary>
internal ref struct CsvLine
{
    public const int MaxFields = 64;

    private readonly ReadOnlySpan<char> _line;
    private readonly Span<Range> _fields;

    public CsvLine(ReadOnlySpan<char> line, Span<Range> fields, char delimiter = ',')
    {
        _line = line;
        _fields = fields;
        var start = 0;
        var quoted = false;
        for (var i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && line[i] == '"')
                quoted = !quoted;
            if (i < line.Length && (line[i] != delimiter || quoted))
                continue;
            if (Count < fields.Length)
                _fields[Count++] = start..i;
            start = i + 1;
        }
    }

    public int Count { get; private set; }

    /// <summary>True for a line of delimiters only, as spreadsheets leave them under a table.</summary>
    public readonly bool IsEmpty
    {
        get
        {
            for (var i = 0; i < Count; i++)
            {
                if (!this[i].IsEmpty)
                    return false;
            }
            return true;
        }
    }

    /// <summary>Empty if the line has no such field.</summary>
    public readonly ReadOnlySpan<char> this[int field]
    {
        get
        {
            if (field < 0 || field >= Count)
                return default;
            var text = _line[_fields[field]].Trim();
            return text.Length >= 2 && text[0] == '"' && text[^1] == '"' ? text[1..^1].Trim() : text;
        }
    }
}
