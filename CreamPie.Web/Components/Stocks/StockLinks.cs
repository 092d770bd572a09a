using CreamPie.Web.Components.Charts;

namespace CreamPie.Web.Components.Stocks;

/// <summary>Escapes symbols, some of whose characters are special in addresses: ^GSPC, GBPUSD=X, M&amp;M.NS.</summary>
internal static class StockLinks
{
    /// <param name="view">Null for the default view.</param>
    public static string Chart(string symbol, ChartView? view = null) => "stocks/" + Uri.EscapeDataString(symbol) + view?.ToQuery();

    public static string Track(string symbol) => "track?symbol=" + Uri.EscapeDataString(symbol);
}
