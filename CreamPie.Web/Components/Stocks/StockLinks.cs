namespace CreamPie.Web.Components.Stocks;

/// <summary>Escapes symbols, some of whose characters are special in addresses: ^GSPC, GBPUSD=X.</summary>
internal static class StockLinks
{
    public static string Chart(string symbol) => "/stocks/" + Uri.EscapeDataString(symbol);

    public static string Track(string symbol) => "/track?symbol=" + Uri.EscapeDataString(symbol);
}
