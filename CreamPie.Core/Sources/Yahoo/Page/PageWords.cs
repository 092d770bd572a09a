using System.Buffers;
using CreamPie.Core.Sources.Formats.Html;

namespace CreamPie.Core.Sources.Yahoo.Page;

/// <summary>The texts that identify a page, outside the history.</summary>
internal sealed class PageWords
{
    private const int Most = 20;

    /// <summary>The text of the open heading.</summary>
    private ArrayBufferWriter<char>? _heading;

    public string? Title { get; private set; }
    public string? Canonical { get; private set; }
    public List<string> Headings { get; } = [];

    /// <summary>Action and class of each form: they identify a consent page or a bot check.</summary>
    public List<string> Forms { get; } = [];

    public bool IsInHeading => _heading is not null;
    public bool WantsHeading => Headings.Count < Most;

    public void AddTitle(ReadOnlyMemory<char> text) => Title ??= text.Span.Trim().ToString();

    public void AddLink(HtmlTokens tokens)
    {
        if (Canonical is null && tokens.Attribute("rel") is "canonical")
            Canonical = tokens.Attribute("href");
    }

    public void AddForm(HtmlTokens tokens)
    {
        if (Forms.Count < Most)
            Forms.Add($"{tokens.Attribute("action")} {tokens.Attribute("class")}");
    }

    public void StartHeading() => _heading = new ArrayBufferWriter<char>();

    public void HeadingText(ReadOnlySpan<char> text) => _heading?.Write(text);

    public void EndHeading()
    {
        if (_heading is not null)
            Headings.Add(_heading.WrittenSpan.Trim().ToString());
        _heading = null;
    }

    public void DropHeading() => _heading = null;
}
