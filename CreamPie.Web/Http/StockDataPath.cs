using System.Globalization;

namespace CreamPie.Web.Http;

/// <summary>Addresses of the market data API: it serves them, and pages link to them.</summary>
internal static class StockDataPath
{
    public const string Root = "/api/stock-data";

    /// <summary>For pages: below the site's own path.</summary>
    private const string Link = "api/stock-data";

    public static string Document(int id) => string.Create(CultureInfo.InvariantCulture, $"{Root}/documents/{id}");

    /// <summary>The document's bytes, as a download.</summary>
    public static string Raw(int documentId) => string.Create(CultureInfo.InvariantCulture, $"{Link}/documents/{documentId}/raw");

    /// <summary>Stocks on their common dates.</summary>
    public static string Compare(IEnumerable<string> symbols) =>
        $"{Link}/compare?symbols={string.Join(',', symbols.Select(Uri.EscapeDataString))}";

    /// <summary>Escapes the symbol: ^GSPC, GBPUSD=X.</summary>
    public static string Bars(string symbol) => $"{Link}/{Uri.EscapeDataString(symbol)}/bars";
}
