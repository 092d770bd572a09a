using CreamPie.Core.Sources.Formats.Html;

namespace CreamPie.Core.Sources.Yahoo.Page;

/// <summary>The scripts of a page that contain its history as data; all others are ignored.</summary>
internal sealed class PageScripts
{
    public List<EmbeddedChart> Charts { get; } = [];
    public PriceStoreScript? PriceStore { get; private set; }

    public void Read(HtmlTokens tokens)
    {
        var url = tokens.Attribute("data-url");
        var isChart = EmbeddedChart.IsChart(url);
        var mayBeStore = url.Length == 0 && tokens.Attribute("src").Length == 0;
        var script = tokens.ReadScript(isChart || mayBeStore);
        if (isChart)
            Charts.Add(new EmbeddedChart(url, script));
        else if (mayBeStore)
            PriceStore ??= PriceStoreScript.Find(script);
    }
}
