using System.Text;

namespace CreamPie.Core.Sources.Formats.Csv;

/// <summary>The one reader of CSV: the lines of a text as fields, the header first, without a string for each.</summary>
internal ref struct CsvReader
{
    /// <summary>More lines than this are not read without asking whether to go on.</summary>
    private const int LinesBetweenChecks = 0xFFF;

    private readonly char _delimiter;
    private readonly CancellationToken _cancellationToken;
    private readonly Range[] _fields = new Range[CsvLine.MaxFields];
    private SpanLineEnumerator _lines;
    private int _read;

    public CsvReader(ReadOnlySpan<char> text, char delimiter, CancellationToken cancellationToken)
    {
        (_delimiter, _cancellationToken) = (delimiter, cancellationToken);
        IsEnded = text is [.., '\n' or '\r'];
        _lines = text.TrimStart().EnumerateLines();
        _lines.MoveNext();
        var header = new CsvLine(_lines.Current, _fields, delimiter);
        Header = new string[header.Count];
        for (var i = 0; i < Header.Length; i++)
            Header[i] = header[i].ToString();
    }

    /// <summary>The fields of the first line that is not blank.</summary>
    public string[] Header { get; }

    /// <summary>The last line has its end: a file that came cut seldom has.</summary>
    public bool IsEnded { get; }

    /// <summary>The line that was read last; valid until the next one is read.</summary>
    public CsvLine Current => new(_lines.Current, _fields, _delimiter);

    /// <summary>Goes to the next line that is not blank.</summary>
    /// <exception cref="OperationCanceledException">The file takes longer than it may.</exception>
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
