using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens.Struct;

namespace CreamPie.Core.Parsing;

/// <summary>What one walk over a page finds: each tag goes to the part that it tells something.</summary>
internal sealed class PageScan
{
    private readonly PageTokens _tokens;
    private readonly PageTables _tables = new();
    private readonly PageScripts _scripts = new();
    private int _svg;

    private PageScan(PageTokens tokens) => _tokens = tokens;

    public PageWords Words { get; } = new();
    public IReadOnlyList<EmbeddedChart> Charts => _scripts.Charts;
    public PriceStoreScript? PriceStore => _scripts.PriceStore;

    /// <summary>The history table, or what stands where one should be.</summary>
    public HistoryTable? Table => _tables.History;

    /// <summary>The page ended with its end tag: it was not cut.</summary>
    public bool IsWhole { get; private set; }

    /// <returns>Null if there are more tags than a page can have.</returns>
    public static PageScan? Read(string text, CancellationToken cancellationToken)
    {
        using var tokens = new PageTokens(text, cancellationToken);
        var scan = new PageScan(tokens);
        scan.Run();
        return tokens.TooMany ? null : scan;
    }

    private void Run()
    {
        while (!_tokens.Ended && !_tokens.TooMany)
        {
            ref var token = ref _tokens.Next();
            switch (token.Type)
            {
                case HtmlTokenType.Character when Words.IsInHeading:
                    Words.HeadingText(token.Data.Memory.Span);
                    break;
                case HtmlTokenType.Character:
                    _tables.Text(token.Data.Memory.Span);
                    break;
                case HtmlTokenType.StartTag:
                    Start(ref token);
                    break;
                case HtmlTokenType.EndTag:
                    End(token.Name.Memory.Span);
                    break;
            }
        }
        _tables.Leave();
    }

    private void Start(ref StructHtmlToken token)
    {
        // Within a drawing, script, style and title may close themselves; in a page they cannot.
        var isEmpty = _svg > 0 && token.IsSelfClosing;
        switch (token.Name.Memory.Span)
        {
            case "td":
                _tables.StartCell(header: false);
                break;
            case "th":
                _tables.StartCell(header: true);
                break;
            case "tr":
                _tables.StartRow();
                break;
            case "table":
                Words.DropHeading();
                _tables.Start();
                _tokens.TellsText = true;
                break;
            case "script" when !isEmpty:
                _scripts.Read(ref token, _tokens);
                break;
            case "style" or "xmp" or "iframe" or "noembed" or "noframes" when !isEmpty:
                _tokens.SkipRawText();
                break;
            case "title" or "textarea" when !isEmpty:
                Words.AddTitle(_tokens.ReadTitle());
                break;
            case "plaintext":
                _tokens.SkipRest();
                break;
            case "svg" when !token.IsSelfClosing:
                _svg++;
                break;
            case "h1" when Words.WantsHeading && !_tables.IsOpen:
                Words.StartHeading();
                _tokens.TellsText = true;
                break;
            case "link":
                Words.AddLink(ref token);
                break;
            case "form":
                Words.AddForm(ref token);
                break;
        }
    }

    private void End(ReadOnlySpan<char> name)
    {
        switch (name)
        {
            case "td" or "th":
                _tables.EndCell();
                break;
            case "tr":
                _tables.EndRow();
                break;
            case "table":
                _tables.End();
                _tokens.TellsText = _tables.IsOpen;
                break;
            case "h1" when Words.IsInHeading:
                Words.EndHeading();
                _tokens.TellsText = _tables.IsOpen;
                break;
            case "svg" when _svg > 0:
                _svg--;
                break;
            case "html":
                IsWhole = true;
                break;
        }
    }
}
