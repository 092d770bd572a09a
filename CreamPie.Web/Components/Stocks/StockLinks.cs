namespace CreamPie.Web.Components.Stocks;

/// <summary>Symbols have signs that mean something in addresses: ^GSPC, GBPUSD=X.</summary>
internal static class StockLinks
{
    public static string Chart(string symbol) => "/stocks/" + Uri.EscapeDataString(symbol);

    public static string Track(string symbol) => "/track?symbol=" + Uri.EscapeDataString(symbol);
}
