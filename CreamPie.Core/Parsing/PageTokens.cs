using System.Buffers;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens.Struct;
using AngleSharp.Text;

namespace CreamPie.Core.Parsing;

/// <summary>
/// One walk of a true HTML tokenizer over a page. No DOM is built, so the time is linear whatever the nesting
/// (AngleSharp's tree builder is not: 37 KB of unclosed tags take it seconds).
/// </summary>
internal sealed class PageTokens(string text, CancellationToken cancellationToken) : IDisposable
{
    public const int MaxTags = 1_000_000;

    private readonly HtmlTokenizer _tokenizer = new(new TextSource(new ReadOnlyMemoryTextSource(text)), HtmlEntityProvider.Resolver)
    {
        DisableElementPositionTracking = true,
        SkipComments = true,
        SkipCDATA = true,
        SkipProcessingInstructions = true,
        SkipPlaintext = true,
        SkipRawText = true,
        SkipDataText = true,
        ShouldEmitAttribute = IsOfUse,
    };

    private int _tags;

    public bool Ended { get; private set; }

    /// <summary>More tags than a page can have: the walk is not worth going on.</summary>
    public bool TooMany { get; private set; }

    /// <summary>The text between tags is told, and not only the tags.</summary>
    public bool TellsText
    {
        set => _tokenizer.SkipDataText = !value;
    }

    /// <returns>Valid until the next call.</returns>
    public ref StructHtmlToken Next()
    {
        ref var token = ref _tokenizer.GetStructToken();
        if (token.Type is HtmlTokenType.StartTag or HtmlTokenType.EndTag)
            Count();
        else if (token.Type == HtmlTokenType.EndOfFile)
            Ended = true;
        return ref token;
    }

    /// <summary>The text up to the end tag of the script that has just begun.</summary>
    public ReadOnlyMemory<char> ReadScript()
    {
        _tokenizer.SkipScriptText = false;
        return ReadText(HtmlParseMode.Script);
    }

    public void SkipScript()
    {
        _tokenizer.SkipScriptText = true;
        _tokenizer.State = HtmlParseMode.Script;
    }

    /// <summary>The text up to the end tag of the title or text area that has just begun.</summary>
    public ReadOnlyMemory<char> ReadTitle() => ReadText(HtmlParseMode.RCData);

    /// <summary>The element that has just begun holds no tags but its own end.</summary>
    public void SkipRawText() => _tokenizer.State = HtmlParseMode.Rawtext;

    /// <summary>Nothing after the tag that has just begun is a tag.</summary>
    public void SkipRest() => _tokenizer.State = HtmlParseMode.Plaintext;

    public void Dispose() => _tokenizer.Dispose();

    private void Count()
    {
        if ((++_tags & 0xFFF) == 0)
            cancellationToken.ThrowIfCancellationRequested();
        TooMany = _tags > MaxTags;
    }

    private ReadOnlyMemory<char> ReadText(HtmlParseMode mode)
    {
        var read = new ArrayBufferWriter<char>();
        _tokenizer.State = mode;
        while (true)
        {
            ref var token = ref Next();
            if (token.Type == HtmlTokenType.Character)
                read.Write(token.Data.Memory.Span);
            else if (Ended || token.Type == HtmlTokenType.EndTag)
                return read.WrittenMemory;
        }
    }

    // The tokenizer compares the attributes of a tag with each other, so a tag may not keep more than the few that are read.
    private static bool IsOfUse(ref StructHtmlToken token, ReadOnlyMemory<char> name) => token.Name.Memory.Span switch
    {
        "script" => name.Span is "data-url" or "src",
        "link" => name.Span is "rel" or "href",
        "form" => name.Span is "action" or "class",
        _ => false,
    };
}
