using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace CreamPie.Web.Simulator;

/// <summary>The history page as Yahoo built it in 2025: heading, table rounded to cents, newest day first, and the payload in a script.</summary>
internal static class HistoryPage
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static byte[] Of(Quote quote)
    {
        var page = new StringBuilder(4_000 + quote.Rows.Length * 480);
        Top(page, quote.Company, quote.ExchangeName);
        Table(page, quote);
        page.Append("</section></article></section></main>\n");
        Payload(page, quote);
        return Encoding.UTF8.GetBytes(page.Append("\n</body>\n</html>\n").ToString());
    }

    public static void Top(StringBuilder page, Company company, string exchange)
    {
        var (name, symbol) = (HtmlEncoder.Default.Encode(company.Name), HtmlEncoder.Default.Encode(company.Symbol));
        page.Append(Culture, $"""
            <!doctype html>
            <html lang="en-US" theme="auto" class="desktop neo-green dock-upscale">
            <head>
            <meta charset="utf-8" />
            <title>{name} ({symbol}) Stock Historical Prices &amp; Data - simulated</title>
            <link rel="canonical" href="https://finance.yahoo.com/quote/{Uri.EscapeDataString(company.Symbol)}/history/">
            </head>
            <body>
            <main><section class="main yf-1xsmqro"><article class="gridLayout yf-1xsmqro">
            <section class="container yf-4vs57a" data-testid="quote-hdr"><span class="exchange yf-wk4yba"><span>{exchange} - Simulated Quote</span> <span>USD</span></span>
            <h1 class="yf-4vbjci">{name} ({symbol})</h1></section>
            <section class="container" data-testid="history-table"><div class="currency yf-1jecxey"><span>Currency in USD</span></div>

            """);
    }

    private static void Table(StringBuilder page, Quote quote)
    {
        page.Append("<div class=\"table-container yf-1jecxey\"><table class=\"table yf-1jecxey\"><thead class=\"yf-1jecxey\"><tr class=\"yf-1jecxey\">");
        Header("Date");
        Header("Open");
        Header("High");
        Header("Low");
        Header("Close", "Close price adjusted for splits.");
        Header("Adj Close", "Adjusted close price adjusted for splits and dividend and/or capital gain distributions.");
        Header("Volume");
        page.Append("</tr></thead> <tbody>");
        for (var i = quote.Rows.Length - 1; i >= 0; i--)
            Rows(page, quote.Rows[i]);
        page.Append("</tbody></table></div>");

        void Header(string name, string? tip = null) => page.Append(tip is null
            ? $"<th class=\"yf-1jecxey\">{name}  </th>"
            : $"<th class=\"yf-1jecxey\">{name}   <span class=\"container  yf-15g2hux\"><div class=\"tooltip al-bottom   yf-15g2hux\" role=\"tooltip\"><span class=\"toolTipContent yf-1jecxey\" slot=\"content\">{tip} </span></div> </span> </th>");
    }

    private static void Rows(StringBuilder page, AdjustedHistory.Row row)
    {
        var day = row.Day.ToString("MMM d, yyyy", Culture);
        if (row.Dividend > 0)
            Event(row.Dividend.ToString("0.00####", Culture), "Dividend");
        if (row.Split is { } terms)
            Event($"{terms.New}:{terms.Old}", "Stock Splits");
        page.Append("<tr class=\"yf-1jecxey\">");
        Cell(day);
        foreach (var price in (ReadOnlySpan<float>)[row.Open, row.High, row.Low, row.Close, row.AdjClose])
            page.Append(Culture, $"<td class=\"yf-1jecxey\">{(double)price:#,##0.00}</td>");
        page.Append(Culture, $"<td class=\"yf-1jecxey\">{row.Volume:#,##0}</td>  </tr>");

        void Cell(string text) => page.Append("<td class=\"yf-1jecxey\">").Append(text).Append("</td>");

        void Event(string number, string kind)
        {
            page.Append("<tr class=\"yf-1jecxey\">");
            Cell(day);
            page.Append(" <td colspan=\"6\" class=\"event yf-1jecxey\"><span class=\"yf-1jecxey\">").Append(number).Append("</span> ").Append(kind).Append(" </td> </tr>");
        }
    }

    private static void Payload(StringBuilder page, Quote quote)
    {
        var symbol = Uri.EscapeDataString(quote.Company.Symbol);
        var body = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(Encoding.UTF8.GetString(ChartJson.Of(quote)));
        page.Append(Culture, $"""
            <script type="application/json" data-sveltekit-fetched data-url="https://query1.finance.yahoo.com/v8/finance/chart/{symbol}?events=capitalGain%7Cdiv%7Csplit&amp;formatted=true&amp;includeAdjustedClose=true&amp;interval=1d&amp;symbol={symbol}&amp;lang=en-US&amp;region=US" data-ttl="10">
            """);
        page.Append("{\"status\":200,\"statusText\":\"OK\",\"headers\":{},\"body\":\"").Append(body).Append("\"}</script>");
    }
}
