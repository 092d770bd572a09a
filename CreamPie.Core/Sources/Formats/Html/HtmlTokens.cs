using System.Buffers;
using System.Text;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens.Struct;
using AngleSharp.Text;

namespace CreamPie.Core.Sources.Formats.Html;

/// <summary>
/// Walks a page once with a real HTML tokenizer. No DOM is built, so the time is linear whatever the nesting
/// (AngleSharp's tree builder is not: 37 KB of unclosed tags take it seconds). The tokenizer reads each tag, but does not
/// walk over texts without tags, scripts and styles, nor read the same letters twice.
/// </summary>
internal sealed class HtmlTokens : IDisposable
{
    public const int MaxTags = 1_000_000;

    private static readonly SearchValues<char> TagsAndReferences = SearchValues.Create("<&\0\r");

    private readonly ReadOnlyMemory<char> _text;
    private readonly CancellationToken _cancellationToken;
    private readonly ReadOnlyMemoryTextSource _source;
    private readonly HtmlTokenizer _tokenizer;
    private readonly SeenTags _seen;
    private StructHtmlToken _read;
    private int _tags;

    /// <summary>Where the next token starts.</summary>
    private int _at;

    public HtmlTokens(ReadOnlyMemory<char> text, CancellationToken cancellationToken)
    {
        _text = text;
        _cancellationToken = cancellationToken;
        _seen = new SeenTags(text);
        _source = new ReadOnlyMemoryTextSource(text);
        _tokenizer = new HtmlTokenizer(new TextSource(_source), HtmlEntityProvider.Resolver)
        {
            DisableElementPositionTracking = true,
            SkipComments = true,
            SkipCDATA = true,
            SkipProcessingInstructions = true,
            SkipPlaintext = true,
            ShouldEmitAttribute = IsOfUse,
        };
    }

    /// <summary>More tags than a page can have: the walk stops.</summary>
    public bool TooMany { get; private set; }

    /// <summary>True if the text between tags is returned too, not only the tags.</summary>
    public bool TellsText { get; set; }

    /// <summary>Of the current tag.</summary>
    public PageTag Tag { get; private set; }

    /// <summary>True if the current tag ends with a slash.</summary>
    public bool IsSelfClosing { get; private set; }

    /// <summary>Of the current text; valid until the next token.</summary>
    public ReadOnlyMemory<char> Text { get; private set; }

    public PageToken Next()
    {
        if (_at < _text.Length && _text.Span[_at] != '<' && NextText())
            return PageToken.Text;
        if (_at >= _text.Length)
            return PageToken.EndOfPage;
        if (_text.Span[_at] != '<' || !_seen.TryFind(_at, out var seen))
            return Read();
        _at += seen.Length;
        (Tag, IsSelfClosing) = (seen.Tag, seen.IsSelfClosing);
        if (seen.Token != PageToken.Other)
            Count();
        return seen.Token;
    }

    /// <summary>An attribute of the current link, script or form; empty if it has none.</summary>
    public string Attribute(string name) => _read.GetAttribute(name).ToString();

    /// <summary>The text up to the end tag of the script that has just started.</summary>
    public ReadOnlyMemory<char> ReadScript(bool isWanted)
    {
        var script = _text.Slice(_at, EndOfRawText("</script") - _at);
        // Within a script, text after <!-- has rules of its own.
        if (script.Span.Contains("<!--", StringComparison.Ordinal) || script.Span.Contains('\0'))
        {
            _tokenizer.SkipScriptText = !isWanted;
            return ReadText(HtmlParseMode.Script);
        }
        _at += script.Length;
        return script;
    }

    /// <summary>The text up to the end tag of the title or text area that has just started.</summary>
    public ReadOnlyMemory<char> ReadTitle() => ReadText(HtmlParseMode.RCData);

    /// <summary>True if the element that has just started contains no tags but its own end.</summary>
    public void SkipRawText() => _at = EndOfRawText($"</{_read.Name}");

    /// <summary>True if nothing after the tag that has just started is a tag.</summary>
    public void SkipRest() => _at = _text.Length;

    public void Dispose() => _tokenizer.Dispose();

    /// <returns>True if there is a text to return; else its end is the start of the next tag, or the tokenizer must read it.</returns>
    private bool NextText()
    {
        var rest = _text.Span.Slice(_at);
        var length = TellsText ? rest.IndexOfAny(TagsAndReferences) : rest.IndexOf('<');
        if (length < 0)
            length = rest.Length;
        if (TellsText && (length == 0 || (length < rest.Length && rest[length] != '<')))
            return false;
        if (TellsText)
            Text = _text.Slice(_at, length);
        _at += length;
        return TellsText;
    }

    private PageToken Read()
    {
        var start = _at;
        _source.Index = start;
        _tokenizer.SkipDataText = !TellsText;
        ref var read = ref _tokenizer.GetStructToken();
        _at = Math.Min(_source.Index, _text.Length);
        switch (read.Type)
        {
            case HtmlTokenType.EndOfFile:
                _at = _text.Length;
                return PageToken.EndOfPage;
            case HtmlTokenType.Character:
                Text = read.Data.Memory;
                return TellsText ? PageToken.Text : PageToken.Other;
            case HtmlTokenType.StartTag or HtmlTokenType.EndTag:
                Count();
                Tag = PageTags.Of(read.Name.Memory.Span);
                IsSelfClosing = read.IsSelfClosing;
                var token = read.Type == HtmlTokenType.StartTag ? PageToken.Start : PageToken.End;
                // The others have attributes that we read, or only the tokenizer finds their end.
                if (Tag is PageTag.Script or PageTag.RawText or PageTag.Title or PageTag.Link or PageTag.Form)
                    _read = read;
                else
                    _seen.Keep(start, _at, token, Tag, IsSelfClosing);
                return token;
            case HtmlTokenType.Comment:
                _seen.Keep(start, _at, PageToken.Other, PageTag.Other, isSelfClosing: false);
                return PageToken.Other;
            default:
                return PageToken.Other;
        }
    }

    private void Count()
    {
        if ((++_tags & 0xFFF) == 0)
            _cancellationToken.ThrowIfCancellationRequested();
        TooMany = _tags > MaxTags;
    }

    /// <summary>The end of the element; the end of the page if it has none.</summary>
    private int EndOfRawText(string endTag)
    {
        for (var at = _at; ; at += endTag.Length)
        {
            var found = _text.Span.Slice(at).IndexOf(endTag, StringComparison.OrdinalIgnoreCase);
            if (found < 0 || at + found + endTag.Length >= _text.Length)
                return _text.Length;
            at += found;
            if (_text.Span[at + endTag.Length] is '>' or ' ' or '\t' or '\n' or '\f' or '\r' or '/'
                && Ascii.EqualsIgnoreCase(_text.Span.Slice(at, endTag.Length), endTag))
                return at;
        }
    }

    private ReadOnlyMemory<char> ReadText(HtmlParseMode mode)
    {
        var read = new ArrayBufferWriter<char>();
        _source.Index = _at;
        _tokenizer.State = mode;
        while (true)
        {
            ref var token = ref _tokenizer.GetStructToken();
            _at = Math.Min(_source.Index, _text.Length);
            if (token.Type == HtmlTokenType.Character)
                read.Write(token.Data.Memory.Span);
            else if (token.Type == HtmlTokenType.EndTag)
                Count();
            if (token.Type is HtmlTokenType.EndOfFile or HtmlTokenType.EndTag)
                return read.WrittenMemory;
        }
    }

    // The tokenizer compares all attributes of a tag with each other, so keep only the few that are read.
    private static bool IsOfUse(ref StructHtmlToken token, ReadOnlyMemory<char> name) => token.Name.Memory.Span switch
    {
        "script" => name.Span is "data-url" or "src",
        "link" => name.Span is "rel" or "href",
        "form" => name.Span is "action" or "class",
        _ => false,
    };
}
