namespace CreamPie.Web.Components.Integrations;

/// <summary>Programs with a setting for where their prices come from.</summary>
internal static class ProgramRecipes
{
    public static readonly IReadOnlyList<Recipe> All =
    [
        new("portfolio-performance", "Portfolio Performance", Access.Feed,
            "Edit a security that has a ticker, Historical Quotes, provider JSON. The prices are adjusted for splits, as Portfolio "
            + "Performance expects them.",
            new Step("Feed URL", "", """
                <feed link>/{TICKER}.json
                """),
            new Step("Path to date", "", """
                $.bars[*].date
                """),
            new Step("Path to close", "", """
                $.bars[*].close
                """)),
        new("ghostfolio", "Ghostfolio", Access.Feed,
            "As its admin: Admin Control, Market Data, an asset profile with manual data, Scraper Configuration. It reads the latest "
            + "price once a day.",
            new Step("Scraper configuration", "json", """
                {
                  "locale": "en-US",
                  "mode": "lazy",
                  "selector": "$.chart.result[0].meta.regularMarketPrice",
                  "url": "<feed link>/v8/finance/chart/AAPL?range=1d"
                }
                """)),
        new("openbb", "OpenBB Workspace", Access.Feed,
            "Connect a backend, and give the feed's link as its address: widgets.json and apps.json stand below it. Your browser reads "
            + "it, so it need not be reachable from the internet; an admin sets Feeds__AllowedOrigins to https://pro.openbb.co.",
            new Step("Backend URL", "", """
                <feed link>
                """)),
        new("tradingview", "TradingView charts", Access.Feed,
            "TradingView's Charting Library reads a feed as a Universal Data Feed (UDF). Whoever can open your page can read its source, "
            + "and with it the link: give such a feed few symbols. An admin adds your page's origin to Feeds__AllowedOrigins.",
            new Step("The chart of your page", "js", """
                new TradingView.widget({
                  container: 'chart', library_path: 'charting_library/', locale: 'en', symbol: 'AAPL', interval: '1D',
                  datafeed: new Datafeeds.UDFCompatibleDatafeed('<feed link>/udf', 3600 * 1000),
                });
                """),
            new Step("What the feed answers", "sh", """
                curl -s "<feed link>/udf/config"
                """)),
        new("grafana", "Grafana", Access.Key,
            "With the Infinity plugin. In a panel: type JSON, parser Backend, rows bars, columns date (Time) and close (Number).",
            new Step("The data source, in provisioning/datasources", "yaml", """
                apiVersion: 1
                datasources:
                  - name: CreamPie
                    type: yesoreyeram-infinity-datasource
                    url: https://stocks.example.org
                    jsonData:
                      auth_method: apiKey
                      apiKeyType: header
                      apiKeyKey: X-Api-Key
                      allowedHosts: ["https://stocks.example.org"]
                    secureJsonData:
                      apiKeyValue: "<your key>"
                """),
            new Step("The URL of a panel's query", "", """
                https://stocks.example.org/api/stock-data/AAPL/bars?from=${__from:date:YYYY-MM-DD}&to=${__to:date:YYYY-MM-DD}
                """)),
        new("mcp", "Agents (MCP)", Access.Key,
            "Claude, VS Code and other clients of the Model Context Protocol. With a date in the address nothing later is shown, whatever "
            + "the agent asks for: a backtest cannot look ahead.",
            new Step("Claude Code", "sh", """
                claude mcp add --transport http creampie https://stocks.example.org/mcp --header "X-Api-Key: <your key>"
                """),
            new Step("Claude style: .mcp.json", "json", """
                {
                  "mcpServers": {
                    "creampie": {
                      "type": "http",
                      "url": "https://stocks.example.org/mcp",
                      "headers": { "X-Api-Key": "<your key>" }
                    }
                  }
                }
                """),
            new Step("VS Code: .vscode/mcp.json", "json", """
                {
                  "servers": {
                    "creampie": {
                      "type": "http",
                      "url": "https://stocks.example.org/mcp",
                      "headers": { "X-Api-Key": "<your key>" }
                    }
                  }
                }
                """),
            new Step("The address for a backtest that ends in 2020", "", """
                https://stocks.example.org/mcp?asOf=2020-12-31
                """)),
    ];
}
