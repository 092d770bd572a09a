using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CreamPie.Web.Simulator.Site;

/// <summary>Writes Yahoo's history page of 2025: heading, table rounded to cents, newest day first, and the payload in a script.</summary>
internal static class HistoryPage
{
    public static ReadOnlyMemory<byte> Of(SimulatedQuote quote)
    {
        var page = new ArrayBufferWriter<byte>(8_000 + quote.Rows.Length * 420);
        Top(page, quote);
        HistoryRows.Write(page, quote.Rows);
        page.Write("</section></article></section></main>\n"u8);
        Payload(page, quote);
        page.Write("\n</body>\n</html>\n"u8);
        return page.WrittenMemory;
    }

    private static void Top(ArrayBufferWriter<byte> page, SimulatedQuote quote)
    {
        var company = quote.Company;
        var (name, symbol) = (HtmlEncoder.Default.Encode(company.Name), HtmlEncoder.Default.Encode(company.Symbol));
        var exchange = "<section class=\"container yf-4vs57a\" data-testid=\"quote-hdr\"><span class=\"exchange yf-wk4yba\">"
            + $"<span>{quote.ExchangeName} - Simulated Quote</span> <span>USD</span></span>";
        page.Text($"""
            <!doctype html>
            <html lang="en-US" theme="auto" class="desktop neo-green dock-upscale">
            <head>
            <meta charset="utf-8" />
            <title>{name} ({symbol}) Stock Historical Prices &amp; Data - simulated</title>
            <link rel="canonical" href="https://finance.yahoo.com/quote/{Uri.EscapeDataString(company.Symbol)}/history/">
            </head>
            <body>
            <main><section class="main yf-1xsmqro"><article class="gridLayout yf-1xsmqro">
            {exchange}
            <h1 class="yf-4vbjci">{name} ({symbol})</h1></section>
            <section class="container" data-testid="history-table"><div class="currency yf-1jecxey"><span>Currency in USD</span></div>

            """);
    }

    private static void Payload(ArrayBufferWriter<byte> page, SimulatedQuote quote)
    {
        var symbol = Uri.EscapeDataString(quote.Company.Symbol);
        var address = $"https://query1.finance.yahoo.com/v8/finance/chart/{symbol}"
            + "?events=capitalGain%7Cdiv%7Csplit&amp;formatted=true&amp;includeAdjustedClose=true&amp;interval=1d"
            + $"&amp;symbol={symbol}&amp;lang=en-US&amp;region=US";
        page.Text($"""
            <script type="application/json" data-sveltekit-fetched data-url="{address}" data-ttl="10">
            """);
        using (var json = new Utf8JsonWriter(page, ChartJson.AsYahooWrites))
        {
            json.WriteStartObject();
            json.WriteNumber("status", 200);
            json.WriteString("statusText", "OK");
            json.WriteStartObject("headers");
            json.WriteEndObject();
            json.WriteString("body", ChartJson.Of(quote).Span);
            json.WriteEndObject();
        }
        page.Write("</script>"u8);
    }
}
