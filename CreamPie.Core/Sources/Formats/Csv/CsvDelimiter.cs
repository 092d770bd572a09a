namespace CreamPie.Core.Sources.Formats.Csv;

/// <summary>What separates the fields: a comma, a tab, or a semicolon, as spreadsheets write it beside decimal commas.</summary>
internal static class CsvDelimiter
{
    public const string All = ",;\t";

    private const string Told = "sep=";

    /// <summary>The delimiter that gives the header the most fields.</summary>
    /// <param name="text">The whole file; on return what follows its marks and a line like <c>sep=;</c>, which Excel reads.</param>
    public static char Of(ref ReadOnlySpan<char> text)
    {
        text = WithoutMarks(text);
        if (text.StartsWith(Told, StringComparison.OrdinalIgnoreCase) && text.Length > Told.Length + 1 && All.Contains(text[Told.Length]))
        {
            var told = text[Told.Length];
            text = WithoutMarks(text[(Told.Length + 1)..]);
            return told;
        }
        var end = text.IndexOfAny('\n', '\r');
        var header = end < 0 ? text : text[..end];
        var (best, most) = (All[0], 1);
        Span<Range> fields = stackalloc Range[CsvLine.MaxFields];
        foreach (var delimiter in All)
        {
            var count = new CsvLine(header, fields, delimiter).Count;
            if (count > most)
                (best, most) = (delimiter, count);
        }
        return best;
    }

    /// <summary>Some writers begin with two marks of byte order, of which the decoder takes one.</summary>
    private static ReadOnlySpan<char> WithoutMarks(ReadOnlySpan<char> text) => text.TrimStart().TrimStart('\uFEFF').TrimStart();
}
