using System.Text;

namespace CreamPie.Core.Sources.Formats.Csv;

/// <summary>Reads a CSV: its lines as fields, the header first, without a string for each.</summary>
internal ref struct CsvReader
{
    /// <summary>Bit mask of the line count: cancellation is checked every 4,096 lines.</summary>
    private const int LinesBetweenChecks = 0xFFF;

    private readonly CancellationToken _cancellationToken;
    private readonly Range[] _fields = new Range[CsvLine.MaxFields];
    private SpanLineEnumerator _lines;
    private int _read;

    public CsvReader(ReadOnlySpan<char> text, char delimiter, CancellationToken cancellationToken)
    {
        (Delimiter, _cancellationToken) = (delimiter, cancellationToken);
        IsEnded = text is [.., '\n' or '\r'];
        _lines = text.TrimStart().EnumerateLines();
        _lines.MoveNext();
        var header = new CsvLine(_lines.Current, _fields, delimiter);
        Header = new string[header.Count];
        for (var i = 0; i < Header.Length; i++)
            Header[i] = header[i].ToString();
    }

    public char Delimiter { get; }

    /// <summary>The fields of the first line that is not blank.</summary>
    public string[] Header { get; }

    /// <summary>True if the last line has its line end: a truncated file rarely does.</summary>
    public bool IsEnded { get; }

    /// <summary>The last line read; valid until the next one is read.</summary>
    public CsvLine Current => new(_lines.Current, _fields, Delimiter);

    /// <summary>Advances to the next line that is not blank.</summary>
    /// <exception cref="OperationCanceledException">The file exceeds its time budget.</exception>
    public bool MoveNext()
    {
        if ((_read++ & LinesBetweenChecks) == 0)
            _cancellationToken.ThrowIfCancellationRequested();
        while (_lines.MoveNext())
        {
            if (!_lines.Current.IsWhiteSpace())
                return true;
        }
        return false;
    }
}
