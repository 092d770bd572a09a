using System.Text;
using System.Text.RegularExpressions;

namespace CreamPie.Tests.Reliability.Fuzzing;

/// <summary>The expected result of a mutated page.</summary>
internal enum Expectation
{
    /// <summary>Broken tags, headers, columns or ends: stored values are true, or nothing is stored.</summary>
    TruthOrRefused,

    /// <summary>A changed value or name: a finding, wherever the page's other text contradicts it.</summary>
    Detected,
}

/// <param name="Change">Returns null if the page has nothing to change.</param>
internal sealed record Mutation(string Kind, Expectation Expects, Func<PageTemplate, Random, string?> Change);

/// <summary>The seeded mutations of a page.</summary>
internal static partial class Mutations
{
    private static readonly string[] Markup =
    [
        "<", ">", "\"", "'", "/", "&", "=", "</", "<!--", "-->", "<b>", "</b>", "<td>", "</td>", "<td class=\"", "<th>", "</th>",
        "<tr>", "</tr>", "<table>", "</table>", "<tbody>", "</tbody>", "<script>", "</script>", "<style>", "<title>", "<textarea>",
        "<svg>", "</svg>", "<plaintext>", "<div>", "</html>", "<td/>", "<tr/>", "\0", "\uFFFF",
    ];

    private static readonly string[] OtherHeaders = ["Price", "Opening", "Schluss", "Last", "%Chg", "Date2", "Vol.", "", "High/Low", "1"];
    private static readonly string[] Headers = ["Date", "Open", "High", "Low", "Close", "Adj Close", "Volume"];

    public static readonly IReadOnlyList<Mutation> All =
    [
        new("a tag of the table removed", Expectation.TruthOrRefused, (page, random) => Remove(page.Text, Any(page.Tags, random))),
        new("a tag of the table put in another place of it", Expectation.TruthOrRefused, MoveTag),
        new("two tags of the table swapped", Expectation.TruthOrRefused, SwapTags),
        new("markup put into the table", Expectation.TruthOrRefused, (page, random) =>
            page.Text.Insert(In(page.Table, random), Any(Markup, random))),
        new("markup put into the page", Expectation.TruthOrRefused, (page, random) =>
            page.Text.Insert(random.Next(OutsidePayload(page)), Any(Markup, random))),
        new("a character of a tag removed", Expectation.TruthOrRefused, (page, random) =>
            RemoveAt(page.Text, In(Any(page.Tags, random), random))),
        new("a row twice", Expectation.TruthOrRefused, (page, random) =>
            Any(page.Rows, random) is var row ? page.Text.Insert(row.End.Value, page.Text[row]) : null),
        new(RowsRemoved, Expectation.TruthOrRefused, RemoveRows),
        new("a table within a cell", Expectation.TruthOrRefused, NestTable),
        new("the table removed", Expectation.TruthOrRefused, (page, _) => Remove(page.Text, page.Table)),
        new("the table twice", Expectation.TruthOrRefused, (page, _) => page.Text.Insert(page.Table.End.Value, page.Text[page.Table])),
        new("a header renamed", Expectation.TruthOrRefused, (page, random) =>
            InHeader(page, random, (_, cell) => Named(cell, Any(OtherHeaders, random)))),
        new("a header renamed to another of a history", Expectation.TruthOrRefused, RenameToAnother),
        new("a header removed", Expectation.TruthOrRefused, (page, random) => InHeader(page, random, (_, _) => "")),
        new("a column removed", Expectation.TruthOrRefused, (page, random) => Columns(page, random, (cells, at, _) => cells.RemoveAt(at))),
        new("two columns swapped", Expectation.TruthOrRefused, (page, random) =>
            Columns(page, random, (cells, at, other) => (cells[at], cells[other]) = (cells[other], cells[at]))),
        new("a column of another kind inserted", Expectation.TruthOrRefused, (page, random) => Columns(page, random, (cells, at, _) =>
            cells.Insert(at, cells[0].StartsWith("<th", StringComparison.Ordinal) ? "<th>Change %</th>" : "<td>1.25</td>"))),
        new("cells inserted without a header", Expectation.TruthOrRefused, (page, random) => Columns(page, random, (cells, at, _) =>
            cells.Insert(at, cells[0].StartsWith("<th", StringComparison.Ordinal) ? "" : "<td>1.25</td>"))),
        new("two headers swapped over their columns", Expectation.Detected, (page, random) => Columns(page, random, (cells, at, other) =>
            (cells[at], cells[other]) = cells[0].StartsWith("<th", StringComparison.Ordinal)
                ? (cells[other], cells[at])
                : (cells[at], cells[other]))),
        new("a digit of the table changed", Expectation.Detected, (page, random) => ChangeDigit(page.Text, CellText(page, random), random)),
        new("a digit of the payload changed", Expectation.Detected, (page, random) =>
            page.HasPayload ? ChangeDigit(page.Text, page.Payload, random) : null),
        new("a name of the payload changed", Expectation.Detected, RenameInPayload),
        new("a character of the payload removed", Expectation.Detected, (page, random) =>
            page.HasPayload ? RemoveAt(page.Text, In(page.Payload, random)) : null),
        new("a character of the payload put in another place", Expectation.Detected, (page, random) =>
            page.HasPayload ? page.Text.Insert(In(page.Payload, random), page.Text[In(page.Payload, random)].ToString()) : null),
        new("a value of the payload removed", Expectation.Detected, (page, random) => PayloadValue(page, random, "")),
        new("a value of the payload unknown", Expectation.Detected, (page, random) => PayloadValue(page, random, "null,")),
    ];

    public const string RowsRemoved = "rows removed";

    /// <summary>Applied to the bytes, not the text: a page that ends anywhere, even within a character.</summary>
    public const string Cut = "cut at a byte";

    private static string? MoveTag(PageTemplate page, Random random)
    {
        var tag = page.Text[Any(page.Tags, random)];
        return page.Text.Insert(In(page.Table, random), tag);
    }

    private static string? SwapTags(PageTemplate page, Random random)
    {
        var (a, b) = (Any(page.Tags, random), Any(page.Tags, random));
        if (a.Start.Value >= b.Start.Value)
            return null;
        var text = page.Text;
        return string.Concat([text[..a.Start.Value], text[b], text[a.End..b.Start], text[a], text[b.End..]]);
    }

    private static string? RemoveRows(PageTemplate page, Random random)
    {
        var (a, b) = (random.Next(1, page.Rows.Count), random.Next(1, page.Rows.Count));
        return Remove(page.Text, page.Rows[Math.Min(a, b)].Start..page.Rows[Math.Max(a, b)].End);
    }

    private static string? NestTable(PageTemplate page, Random random)
    {
        var row = Any(page.Rows, random);
        return page.Text.Insert(random.Next(row.Start.Value, row.End.Value), "<table><tr><td>Jun 13, 2025</td><td>1.00</td></tr></table>");
    }

    private static string? RenameToAnother(PageTemplate page, Random random)
    {
        var name = Any(Headers, random);
        return InHeader(page, random, (old, cell) => old == name ? cell : Named(cell, name));
    }

    private static string? InHeader(PageTemplate page, Random random, Func<string, string, string> change)
    {
        var at = random.Next(Headers.Length);
        return ReplaceRow(page, 0, cells => cells[at] = change(Headers[at], cells[at]));
    }

    private static string? ReplaceRow(PageTemplate page, int row, Action<List<string>> change) =>
        page.Text.Remove(page.Rows[row].Start.Value, page.Rows[row].End.Value - page.Rows[row].Start.Value)
            .Insert(page.Rows[row].Start.Value, Changed(page.Text[page.Rows[row]], change));

    private static string? Columns(PageTemplate page, Random random, Action<List<string>, int, int> change)
    {
        var (at, other) = (random.Next(Headers.Length), random.Next(Headers.Length));
        var text = new StringBuilder(page.Text.Length);
        var done = 0;
        foreach (var row in page.Rows)
        {
            text.Append(page.Text, done, row.Start.Value - done);
            text.Append(Changed(page.Text[row], cells =>
            {
                if (cells.Count == Headers.Length)
                    change(cells, at, other);
            }));
            done = row.End.Value;
        }
        return text.Append(page.Text, done, page.Text.Length - done).ToString();
    }

    private static string Changed(string row, Action<List<string>> change)
    {
        var cells = CellPattern().Matches(row).Select(m => m.Value).ToList();
        var start = row.IndexOf('>', StringComparison.Ordinal) + 1;
        change(cells);
        return $"{row[..start]}{string.Concat(cells)}</tr>";
    }

    private static string Named(string cell, string name) => $"{cell[..(cell.IndexOf('>', StringComparison.Ordinal) + 1)]}{name}</th>";

    private static string? RenameInPayload(PageTemplate page, Random random)
    {
        if (!page.HasPayload)
            return null;
        var names = NamePattern().Matches(page.Text[page.Payload]).Take(40).ToList();
        var name = names[random.Next(names.Count)];
        var other = random.Next(2) == 0 ? names[random.Next(names.Count)].Value : "x" + name.Value;
        return Remove(page.Text, (page.Payload.Start.Value + name.Index)..(page.Payload.Start.Value + name.Index + name.Length))
            .Insert(page.Payload.Start.Value + name.Index, other);
    }

    private static string? PayloadValue(PageTemplate page, Random random, string instead)
    {
        if (!page.HasPayload)
            return null;
        var end = page.Text.IndexOf(',', In(page.Payload, random));
        if (end < 0 || end >= page.Payload.End.Value)
            return null;
        var start = page.Text.LastIndexOfAny([',', '[', ':'], end - 1) + 1;
        return Remove(page.Text, start..(end + 1)).Insert(start, instead);
    }

    private static string? ChangeDigit(string text, Range range, Random random)
    {
        var at = In(range, random);
        while (at < range.End.Value && !char.IsAsciiDigit(text[at]))
            at++;
        if (at >= range.End.Value)
            return null;
        var digit = (char)('0' + (text[at] - '0' + random.Next(1, 10)) % 10);
        return string.Concat(text.AsSpan(0, at), [digit], text.AsSpan(at + 1));
    }

    private static Range CellText(PageTemplate page, Random random)
    {
        var row = page.Rows[random.Next(1, page.Rows.Count)];
        var cells = CellPattern().Matches(page.Text[row]);
        var cell = cells[random.Next(cells.Count)];
        var start = row.Start.Value + cell.Index + cell.Value.IndexOf('>', StringComparison.Ordinal) + 1;
        return start..(start + page.Text.AsSpan(start).IndexOf("</td", StringComparison.Ordinal));
    }

    private static int OutsidePayload(PageTemplate page) => page.HasPayload ? page.Payload.Start.Value : page.Text.Length;
    private static int In(Range range, Random random) => random.Next(range.Start.Value, range.End.Value);
    private static T Any<T>(IReadOnlyList<T> all, Random random) => all[random.Next(all.Count)];
    private static string Remove(string text, Range range) => text.Remove(range.Start.Value, range.End.Value - range.Start.Value);
    private static string RemoveAt(string text, int at) => text.Remove(at, 1);

    [GeneratedRegex("<t[dh][ >].*?</t[dh]>", RegexOptions.Singleline)]
    private static partial Regex CellPattern();

    [GeneratedRegex("(?<=\")[a-zA-Z]+(?=\\\\?\":)")]
    private static partial Regex NamePattern();
}
