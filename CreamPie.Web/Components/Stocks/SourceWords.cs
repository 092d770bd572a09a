using CreamPie.Core.Market;

namespace CreamPie.Web.Components.Stocks;

/// <summary>The places that documents come from, as people call them.</summary>
internal static class SourceWords
{
    public static string Of(SourceName source) => source switch
    {
        SourceName.YahooPage => "Yahoo Finance, history page",
        SourceName.YahooChart => "Yahoo Finance, chart data",
        SourceName.DropFolder => "dropped file",
        SourceName.AlphaVantage => "Alpha Vantage",
        _ => "CSV template",
    };
}
