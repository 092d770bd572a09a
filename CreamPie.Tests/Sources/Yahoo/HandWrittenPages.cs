namespace CreamPie.Tests.Sources.Yahoo;

/// <summary>Small pages in Yahoo's layouts.</summary>
internal static class HandWrittenPages
{
    public const string Headers = "<th>Date </th><th>Open </th><th>High </th><th>Low </th>"
        + "<th>Close <span><div role=\"tooltip\">Close price adjusted for splits.</div></span></th>"
        + "<th>Adj Close <span><div role=\"tooltip\">Adjusted close price adjusted for splits and dividend.</div></span></th>"
        + "<th>Volume </th>";

    public const string Rows =
        "<tr><td>Jun 13, 2025</td><td>10.10</td><td>12.00</td><td>9.00</td><td>11.10</td><td>11.00</td><td>1,234,500</td></tr>"
        + "<tr><td>Jun 12, 2025</td><td>10.00</td><td>11.00</td><td>9.50</td><td>10.50</td><td>10.40</td><td>1,000</td></tr>";

    public static string Table(string headers = Headers, string rows = Rows) =>
        $"<table><thead><tr>{headers}</tr></thead><tbody>{rows}</tbody></table>";

    public static string Page(string body, string symbol = "TEST") =>
        $"<!doctype html><html><head><title>Test Inc. ({symbol}) Stock Historical Prices</title>"
        + $"<link rel=\"canonical\" href=\"https://finance.yahoo.com/quote/{symbol}/history/\"></head>"
        + $"<body><h1>Test Inc. ({symbol})</h1><span>Currency in USD</span>{body}</body></html>";

    /// <param name="chart">The chart endpoint's answer, embedded as a JSON string.</param>
    public static string Script(string chart, string symbol = "TEST") =>
        "<script type=\"application/json\" data-sveltekit-fetched data-url=\"https://query1.finance.yahoo.com/v8/finance/chart/"
        + $"{symbol}?events=capitalGain%7Cdiv%7Csplit&amp;interval=1d\">"
        + $"{{\"status\":200,\"headers\":{{}},\"body\":{System.Text.Json.JsonSerializer.Serialize(chart)}}}</script>";
}
