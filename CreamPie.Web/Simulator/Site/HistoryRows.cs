using System.Buffers;
using System.Globalization;
using System.Text;
using CreamPie.Web.Simulator.Exchange;

namespace CreamPie.Web.Simulator.Site;

/// <summary>Writes the table of a history page, straight as UTF-8: 40 years are 170,000 tags.</summary>
internal static class HistoryRows
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static void Write(ArrayBufferWriter<byte> page, ReadOnlySpan<AdjustedHistory.Row> rows)
    {
        page.Text(
            "<div class=\"table-container yf-1jecxey\"><table class=\"table yf-1jecxey\">"
            + "<thead class=\"yf-1jecxey\"><tr class=\"yf-1jecxey\">");
        foreach (var name in (string[])["Date", "Open", "High", "Low"])
            Header(page, name);
        Header(page, "Close", "Close price adjusted for splits.");
        Header(page, "Adj Close", "Adjusted close price adjusted for splits and dividend and/or capital gain distributions.");
        Header(page, "Volume");
        page.Write("</tr></thead> <tbody>"u8);
        for (var i = rows.Length - 1; i >= 0; i--)
            Day(page, rows[i]);
        page.Write("</tbody></table></div>"u8);
    }

    public static void Text(this ArrayBufferWriter<byte> page, string text) => Encoding.UTF8.GetBytes(text, page);

    private static void Header(ArrayBufferWriter<byte> page, string name, string? tip = null) => page.Text(tip is null
        ? $"<th class=\"yf-1jecxey\">{name}  </th>"
        : $"<th class=\"yf-1jecxey\">{name}   <span class=\"container  yf-15g2hux\">"
            + "<div class=\"tooltip al-bottom   yf-15g2hux\" role=\"tooltip\">"
            + $"<span class=\"toolTipContent yf-1jecxey\" slot=\"content\">{tip} </span></div> </span> </th>");

    private static void Day(ArrayBufferWriter<byte> page, in AdjustedHistory.Row row)
    {
        if (row.Dividend > 0)
            Event(page, row.Day, row.Dividend.ToString("0.00####", Culture), "Dividend");
        if (row.Split is { } terms)
            Event(page, row.Day, $"{terms.New}:{terms.Old}", "Stock Splits");
        page.Write("<tr class=\"yf-1jecxey\">"u8);
        Cell(page, row.Day, "MMM d, yyyy");
        Price(page, row.Open);
        Price(page, row.High);
        Price(page, row.Low);
        Price(page, row.Close);
        Price(page, row.AdjClose);
        Cell(page, row.Volume, "N0");
        page.Write("  </tr>"u8);
    }

    /// <summary>NaN means unknown.</summary>
    private static void Price(ArrayBufferWriter<byte> page, float price)
    {
        if (float.IsNaN(price))
            page.Write("<td class=\"yf-1jecxey\">-</td>"u8);
        else
            Cell(page, (double)price, "N2");
    }

    private static void Event(ArrayBufferWriter<byte> page, DateOnly day, string number, string kind)
    {
        page.Write("<tr class=\"yf-1jecxey\">"u8);
        Cell(page, day, "MMM d, yyyy");
        page.Text($" <td colspan=\"6\" class=\"event yf-1jecxey\"><span class=\"yf-1jecxey\">{number}</span> {kind} </td> </tr>");
    }

    private static void Cell<T>(ArrayBufferWriter<byte> page, T value, string format)
        where T : IUtf8SpanFormattable
    {
        page.Write("<td class=\"yf-1jecxey\">"u8);
        value.TryFormat(page.GetSpan(64), out var length, format, Culture);
        page.Advance(length);
        page.Write("</td>"u8);
    }
}
