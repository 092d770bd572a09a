using CreamPie.Core.Sources.Formats.Html;
using CreamPie.Core.Sources.Yahoo.Page.Tables;

namespace CreamPie.Core.Sources.Yahoo.Page;

/// <summary>Walks a page once and passes each tag to the part that it concerns.</summary>
internal sealed class PageScan
{
    private readonly HtmlTokens _tokens;
    private readonly PageTables _tables = new();
    private readonly PageScripts _scripts = new();
    private int _svg;

    private PageScan(HtmlTokens tokens) => _tokens = tokens;

    public PageWords Words { get; } = new();
    public IReadOnlyList<EmbeddedChart> Charts => _scripts.Charts;
    public PriceStoreScript? PriceStore => _scripts.PriceStore;

    /// <summary>The history table, or the table in its place.</summary>
    public HistoryTable? Table => _tables.History;

    /// <summary>The table of a view without prices, if it is whole.</summary>
    public EventView? Events => _tables.Events;

    /// <summary>True if the page has its end tag: it was not truncated.</summary>
    public bool IsWhole { get; private set; }

    /// <returns>Null if there are more tags than a page can have.</returns>
    public static PageScan? Read(ReadOnlyMemory<char> text, CancellationToken cancellationToken)
    {
        using var tokens = new HtmlTokens(text, cancellationToken);
        var scan = new PageScan(tokens);
        scan.Run();
        return tokens.TooMany ? null : scan;
    }

    private void Run()
    {
        while (!_tokens.TooMany)
        {
            switch (_tokens.Next())
            {
                case PageToken.Text when Words.IsInHeading:
                    Words.HeadingText(_tokens.Text.Span);
                    break;
                case PageToken.Text:
                    _tables.Text(_tokens.Text.Span);
                    break;
                case PageToken.Start:
                    Start();
                    break;
                case PageToken.End:
                    End();
                    break;
                case PageToken.EndOfPage:
                    _tables.Leave();
                    return;
            }
        }
    }

    private void Start()
    {
        // Within an SVG, script, style and title may be self-closing; in a page they cannot.
        var isEmpty = _svg > 0 && _tokens.IsSelfClosing;
        switch (_tokens.Tag)
        {
            case PageTag.Cell:
                _tables.StartCell(header: false);
                break;
            case PageTag.HeaderCell:
                _tables.StartCell(header: true);
                break;
            case PageTag.Row:
                _tables.StartRow();
                break;
            case PageTag.Table:
                Words.DropHeading();
                _tables.Start();
                _tokens.TellsText = true;
                break;
            case PageTag.Script when !isEmpty:
                _scripts.Read(_tokens);
                break;
            case PageTag.RawText when !isEmpty:
                _tokens.SkipRawText();
                break;
            case PageTag.Title when !isEmpty:
                Words.AddTitle(_tokens.ReadTitle());
                break;
            case PageTag.Plaintext:
                _tokens.SkipRest();
                break;
            case PageTag.Drawing when !_tokens.IsSelfClosing:
                _svg++;
                break;
            case PageTag.Heading when Words.WantsHeading && !_tables.IsOpen:
                Words.StartHeading();
                _tokens.TellsText = true;
                break;
            case PageTag.Link:
                Words.AddLink(_tokens);
                break;
            case PageTag.Form:
                Words.AddForm(_tokens);
                break;
        }
    }

    private void End()
    {
        switch (_tokens.Tag)
        {
            case PageTag.Cell or PageTag.HeaderCell:
                _tables.EndCell();
                break;
            case PageTag.Row:
                _tables.EndRow();
                break;
            case PageTag.Table:
                _tables.End();
                _tokens.TellsText = _tables.IsOpen;
                break;
            case PageTag.Heading when Words.IsInHeading:
                Words.EndHeading();
                _tokens.TellsText = _tables.IsOpen;
                break;
            case PageTag.Drawing when _svg > 0:
                _svg--;
                break;
            case PageTag.Html:
                IsWhole = true;
                break;
        }
    }
}
