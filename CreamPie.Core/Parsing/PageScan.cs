using System.Buffers;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens.Struct;
using AngleSharp.Text;

namespace CreamPie.Core.Parsing;

/// <summary>
/// One pass of a true HTML tokenizer over a page: what a history page is known by, and its texts. No DOM is built, so
/// the time is linear whatever the nesting (AngleSharp's tree builder is not: 37 KB of unclosed tags take it seconds).
/// </summary>
internal sealed class PageScan : IDisposable
{
    public const int MaxTags = 1_000_000;
    private const int MaxHeadings = 20;

    private readonly HtmlTokenizer _tokenizer;
    private readonly CancellationToken _cancellationToken;
    private HistoryTable? _open;
    private int _nested;
    private int _svg;
    private bool _ended;

    /// <summary>The text of the heading that is open.</summary>
    private ArrayBufferWriter<char>? _text;

    private PageScan(string text, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        _tokenizer = new HtmlTokenizer(new TextSource(new ReadOnlyMemoryTextSource(text)), HtmlEntityProvider.Resolver)
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
    }

    public string? Title { get; private set; }
    public string? Canonical { get; private set; }
    public List<string> Headings { get; } = [];

    /// <summary>Action and class of each form: what a consent page or a challenge is known by.</summary>
    public List<string> Forms { get; } = [];
    public List<EmbeddedChart> Charts { get; } = [];
    public PriceStoreScript? PriceStore { get; private set; }

    /// <summary>The history table, or what stands where one should be.</summary>
    public HistoryTable? Table { get; private set; }

    /// <summary>The page ended with its end tag: it was not cut.</summary>
    public bool IsWhole { get; private set; }
    public int Tags { get; private set; }

    /// <returns>Null if there are more tags than a page can have.</returns>
    public static PageScan? Read(string text, CancellationToken cancellationToken)
    {
        var scan = new PageScan(text, cancellationToken);
        if (scan.Run())
            return scan;
        scan.Dispose();
        return null;
    }

    public void Dispose() => _tokenizer.Dispose();

    private bool Run()
    {
        while (!_ended)
        {
            ref var token = ref _tokenizer.GetStructToken();
            switch (token.Type)
            {
                case HtmlTokenType.EndOfFile:
                    _ended = true;
                    break;
                case HtmlTokenType.Character:
                    Text(token.Data.Memory.Span);
                    break;
                case HtmlTokenType.StartTag:
                    if (!Count())
                        return false;
                    Start(ref token);
                    break;
                case HtmlTokenType.EndTag:
                    if (!Count())
                        return false;
                    End(token.Name.Memory.Span);
                    break;
            }
        }
        Keep();
        return true;
    }

    private bool Count()
    {
        if ((++Tags & 0xFFF) == 0)
            _cancellationToken.ThrowIfCancellationRequested();
        return Tags <= MaxTags;
    }

    private void Text(ReadOnlySpan<char> text)
    {
        if (_text is not null)
            _text.Write(text);
        else if (_nested == 0)
            _open?.Text(text);
    }

    private void Start(ref StructHtmlToken token)
    {
        switch (token.Name.Memory.Span)
        {
            case "td" or "th" when _open is not null && _nested == 0:
                _open.StartCell(token.Name.Memory.Span is "th");
                break;
            case "tr" when _open is not null && _nested == 0:
                _open.StartRow();
                break;
            case "table":
                StartTable();
                break;
            case "script":
                StartScript(ref token);
                break;
            case "style" or "xmp" or "iframe" or "noembed" or "noframes":
                if (!IsClosedInSvg(ref token))
                    _tokenizer.State = HtmlParseMode.Rawtext;
                break;
            case "title" or "textarea":
                if (IsClosedInSvg(ref token))
                    break;
                var title = ReadText(HtmlParseMode.RCData);
                Title ??= title.Span.Trim().ToString();
                break;
            case "plaintext":
                _tokenizer.State = HtmlParseMode.Plaintext;
                break;
            case "svg" when !token.IsSelfClosing:
                _svg++;
                break;
            case "h1" when Headings.Count < MaxHeadings && _open is null:
                _text = new ArrayBufferWriter<char>();
                _tokenizer.SkipDataText = false;
                break;
            case "link" when Canonical is null && token.GetAttribute("rel").Memory.Span is "canonical":
                Canonical = token.GetAttribute("href").ToString();
                break;
            case "form" when Forms.Count < MaxHeadings:
                Forms.Add($"{token.GetAttribute("action")} {token.GetAttribute("class")}");
                break;
        }
    }

    private void End(ReadOnlySpan<char> name)
    {
        switch (name)
        {
            case "td" or "th" when _nested == 0:
                _open?.EndCell();
                break;
            case "tr" when _nested == 0:
                _open?.EndRow();
                break;
            case "table":
                EndTable();
                break;
            case "h1" when _text is not null:
                Headings.Add(_text.WrittenSpan.Trim().ToString());
                _text = null;
                _tokenizer.SkipDataText = _open is null;
                break;
            case "svg" when _svg > 0:
                _svg--;
                break;
            case "html":
                IsWhole = true;
                break;
        }
    }

    private void StartTable()
    {
        if (_open is { IsHistory: true })
        {
            _nested++;
            return;
        }
        _text = null;
        // Until its headers are known, a table within a table may be the history: layouts of 2015 nested them.
        _open = new HistoryTable();
        _nested = 0;
        _tokenizer.SkipDataText = false;
    }

    private void EndTable()
    {
        if (_nested > 0)
        {
            _nested--;
            return;
        }
        if (_open is not null)
        {
            _open.EndRow();
            _open.Closed = true;
            Keep();
        }
        _open = null;
        _tokenizer.SkipDataText = true;
    }

    private void Keep()
    {
        if (_open is { IsHistory: true } && Table is null)
            Table = _open;
    }

    private void StartScript(ref StructHtmlToken token)
    {
        if (IsClosedInSvg(ref token))
            return;
        var url = token.GetAttribute("data-url").ToString();
        var isChart = EmbeddedChart.IsChart(url);
        if (!isChart && (url.Length > 0 || token.GetAttribute("src").Length > 0))
        {
            _tokenizer.SkipScriptText = true;
            _tokenizer.State = HtmlParseMode.Script;
            return;
        }
        _tokenizer.SkipScriptText = false;
        var script = ReadText(HtmlParseMode.Script);
        if (isChart)
            Charts.Add(new EmbeddedChart(url, script));
        else
            PriceStore ??= PriceStoreScript.Find(script);
    }

    /// <summary>The text up to the end tag of the element that has just begun.</summary>
    private ReadOnlyMemory<char> ReadText(HtmlParseMode mode)
    {
        var text = new ArrayBufferWriter<char>();
        _tokenizer.State = mode;
        while (true)
        {
            ref var token = ref _tokenizer.GetStructToken();
            switch (token.Type)
            {
                case HtmlTokenType.Character:
                    text.Write(token.Data.Memory.Span);
                    break;
                case HtmlTokenType.EndTag:
                    Tags++;
                    return text.WrittenMemory;
                case HtmlTokenType.EndOfFile:
                    _ended = true;
                    return text.WrittenMemory;
            }
        }
    }

    /// <summary>Within a drawing, style and title may close themselves; in a page they cannot.</summary>
    private bool IsClosedInSvg(ref StructHtmlToken token) => _svg > 0 && token.IsSelfClosing;

    // The tokenizer compares the attributes of a tag with each other, so a tag may not keep more than the few that are read.
    private static bool IsOfUse(ref StructHtmlToken token, ReadOnlyMemory<char> name) => token.Name.Memory.Span switch
    {
        "script" => name.Span is "data-url" or "src",
        "link" => name.Span is "rel" or "href",
        "form" => name.Span is "action" or "class",
        _ => false,
    };
}
