namespace CreamPie.Core.Sources.Formats.Html;

/// <summary>The tags that matter to a history page, or that hide other tags; all others are Other.</summary>
internal enum PageTag : byte { Other, Cell, HeaderCell, Row, Table, Script, RawText, Title, Plaintext, Drawing, Heading, Link, Form, Html }

internal enum PageToken : byte { Text, Start, End, Other, EndOfPage }

internal static class PageTags
{
    public static PageTag Of(ReadOnlySpan<char> name) => name switch
    {
        "td" => PageTag.Cell,
        "th" => PageTag.HeaderCell,
        "tr" => PageTag.Row,
        "table" => PageTag.Table,
        "script" => PageTag.Script,
        "style" or "xmp" or "iframe" or "noembed" or "noframes" => PageTag.RawText,
        "title" or "textarea" => PageTag.Title,
        "plaintext" => PageTag.Plaintext,
        "svg" => PageTag.Drawing,
        "h1" => PageTag.Heading,
        "link" => PageTag.Link,
        "form" => PageTag.Form,
        "html" => PageTag.Html,
        _ => PageTag.Other,
    };
}
