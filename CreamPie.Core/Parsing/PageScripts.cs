using AngleSharp.Html.Parser.Tokens.Struct;

namespace CreamPie.Core.Parsing;

/// <summary>The scripts of a page that hold its history as data; the others are passed over.</summary>
internal sealed class PageScripts
{
    public List<EmbeddedChart> Charts { get; } = [];
    public PriceStoreScript? PriceStore { get; private set; }

    public void Read(ref StructHtmlToken token, PageTokens tokens)
    {
        var url = token.GetAttribute("data-url").ToString();
        var isChart = EmbeddedChart.IsChart(url);
        if (!isChart && (url.Length > 0 || token.GetAttribute("src").Length > 0))
        {
            tokens.SkipScript();
            return;
        }
        var script = tokens.ReadScript();
        if (isChart)
            Charts.Add(new EmbeddedChart(url, script));
        else
            PriceStore ??= PriceStoreScript.Find(script);
    }
}
