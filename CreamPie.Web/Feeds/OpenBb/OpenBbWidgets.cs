namespace CreamPie.Web.Feeds.OpenBb;

/// <summary>The two files that OpenBB Workspace reads first. Addresses in them are relative to the feed's link.</summary>
internal static class OpenBbWidgets
{
    private const string Chart = "creampie_chart", Stocks = "creampie_stocks", Quality = "creampie_quality", Origin = "creampie_provenance";

    /// <param name="symbol">Shown until the reader chooses another; empty if the feed has none.</param>
    public static IReadOnlyDictionary<string, object> Widgets(string symbol) => new Dictionary<string, object>
    {
        [Chart] = new
        {
            name = "CreamPie chart",
            description = "Split-adjusted daily prices from this installation's archive, with splits and dividends.",
            category = "CreamPie",
            type = "advanced_charting",
            endpoint = "/udf",
            gridData = new { w = 28, h = 18 },
            data = new { defaultSymbol = symbol, updateFrequency = 60_000, chartConfig = new { } },
        },
        [Stocks] = Table("CreamPie stocks", "The newest stored prices, each with its day and source.", "/openbb/stocks", 28, 10),
        [Quality] = Table(
            "CreamPie quality", "How complete and recent a stock's data is.", "/openbb/quality", 20, 6, SymbolParameter(symbol)),
        [Origin] = Table(
            "CreamPie provenance", "The document that a bar was read from: address, SHA-256, times, findings.", "/openbb/provenance",
            20, 10, SymbolParameter(symbol),
            new { paramName = "date", label = "Day", type = "date", value = "", optional = true, show = true }),
    };

    public static readonly object[] Apps =
    [
        new
        {
            name = "CreamPie",
            description = "Stock prices that can prove where they came from.",
            allowCustomization = true,
            tabs = new Dictionary<string, object>
            {
                ["market"] = new
                {
                    id = "market",
                    name = "Market",
                    layout = new object[] { Place(Stocks, 0, 0, 40, 10), Place(Chart, 0, 10, 40, 18) },
                },
                ["origin"] = new
                {
                    id = "origin",
                    name = "Where it comes from",
                    layout = new object[] { Place(Quality, 0, 0, 20, 10), Place(Origin, 20, 0, 20, 10) },
                },
            },
            groups = new object[]
            {
                new { name = "Symbol", type = "param", paramName = "symbol", widgetIds = new[] { Quality, Origin } },
            },
        },
    ];

    private static object SymbolParameter(string symbol) => new
    {
        paramName = "symbol",
        label = "Symbol",
        type = "endpoint",
        optionsEndpoint = "/openbb/symbols",
        value = symbol,
        show = true,
    };

    private static object Table(string name, string description, string endpoint, int w, int h, params object[] parameters) => new
    {
        name,
        description,
        category = "CreamPie",
        type = "table",
        endpoint,
        gridData = new { w, h },
        @params = parameters,
    };

    private static object Place(string i, int x, int y, int w, int h) => new { i, x, y, w, h };
}
