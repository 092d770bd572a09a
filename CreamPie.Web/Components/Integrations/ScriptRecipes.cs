namespace CreamPie.Web.Components.Integrations;

/// <summary>What one types: shells and languages.</summary>
internal static class ScriptRecipes
{
    public static readonly IReadOnlyList<Recipe> All =
    [
        new("curl", "curl", Access.Key, "Tracking needs a key that may both read and track.",
            new Step("Track a symbol, and wait until its first bars are there", "sh", """
                curl -s https://stocks.example.org/api/stock-data/track -H "X-Api-Key: <your key>" --json '{"symbol":"AAPL"}'
                curl -s "https://stocks.example.org/api/stock-data/track/AAPL?wait=30" -H "X-Api-Key: <your key>"
                """),
            new Step("Weekly total-return bars as CSV", "sh", """
                curl -s "https://stocks.example.org/api/stock-data/AAPL/bars?from=2025-01-01&interval=1wk&adjust=all&format=csv" \
                  -H "X-Api-Key: <your key>"
                """),
            new Step("The document behind one day", "sh", """
                curl -s https://stocks.example.org/api/stock-data/AAPL/bars/2025-06-13/provenance -H "X-Api-Key: <your key>"
                """)),
        new("python", "Python", Access.Key, "With requests and pandas. Parquet needs pyarrow as well.",
            new Step("Bars of one stock", "python", """
                import io
                import pandas as pd
                import requests

                answer = requests.get(
                    "https://stocks.example.org/api/stock-data/AAPL/bars",
                    params={"from": "2025-01-01", "adjust": "all", "format": "csv"},
                    headers={"X-Api-Key": "<your key>"}, timeout=60)
                answer.raise_for_status()
                bars = pd.read_csv(io.StringIO(answer.text), index_col="Date", parse_dates=True)
                print(bars.tail())
                """),
            new Step("Many stocks at once, as Parquet", "python", """
                import io
                import pandas as pd
                import requests

                answer = requests.get(
                    "https://stocks.example.org/api/stock-data/bars",
                    params={"symbols": "AAPL,MSFT", "adjust": "all", "format": "parquet"},
                    headers={"X-Api-Key": "<your key>"}, timeout=300)
                answer.raise_for_status()
                closes = pd.read_parquet(io.BytesIO(answer.content)).pivot(index="date", columns="symbol", values="close")
                print(closes.tail())
                """)),
        new("yfinance", "yfinance", Access.Feed,
            "yfinance has no setting for its address. With yfinance 1.6 these lines send its histories here; what else it offers "
            + "(news, options, financials) stays with Yahoo.",
            new Step("Histories from a feed", "python", """
                import yfinance as yf
                import yfinance.base, yfinance.data, yfinance.scrapers.history

                yfinance.base._BASE_URL_ = yfinance.scrapers.history._BASE_URL_ = "<feed link>"
                # It would ask Yahoo for a cookie first.
                yfinance.data.YfData._get_cookie_and_crumb = lambda self, timeout=30: (None, "basic")

                print(yf.Ticker("AAPL").history(period="1y"))
                """)),
        new("r", "R", Access.Key, "Without a package: base R 4 sends the header itself.",
            new Step("Bars of one stock", "r", """
                address <- "https://stocks.example.org/api/stock-data/AAPL/bars?from=2025-01-01&adjust=all&format=csv"
                bars <- read.csv(url(address, headers = c("X-Api-Key" = "<your key>")))
                bars$Date <- as.Date(bars$Date)
                plot(Close ~ Date, bars, type = "l")
                """)),
        new("duckdb", "DuckDB", Access.Key, "Parquet keeps the types; a feed can be queried where it is.",
            new Step("A file of many stocks, and a query", "sh", """
                curl -sf "https://stocks.example.org/api/stock-data/bars?symbols=AAPL,MSFT&adjust=all&format=parquet" \
                  -H "X-Api-Key: <your key>" -o bars.parquet
                duckdb -c "SELECT symbol, count(*), min(date), max(date) FROM 'bars.parquet' GROUP BY symbol"
                """),
            new Step("Or straight from a feed", "sql", """
                SELECT Date, Close FROM read_csv('<feed link>/AAPL.csv') ORDER BY Date DESC LIMIT 10;
                """)),
    ];
}
