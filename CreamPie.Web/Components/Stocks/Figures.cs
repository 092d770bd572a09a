using System.Globalization;

namespace CreamPie.Web.Components.Stocks;

/// <summary>Prices and their changes as they are written on a page.</summary>
internal static class Figures
{
    /// <summary>5,917.11; below 1 with four significant digits, so that 0.0001234 is not 0.00.</summary>
    public static string Price(double price) => price.ToString(Format(price), CultureInfo.InvariantCulture).Replace('-', '−');

    /// <summary>+4.10, −2.31, 0.00: with as many decimals as the price has.</summary>
    public static string Change(double change, double price) => Signed(change, Format(price));

    /// <summary>+1.02%.</summary>
    public static string Percent(double fraction) => Signed(fraction * 100, "N2") + "%";

    /// <summary>"up", "down" or "flat", as it is written: what rounds to nothing is flat.</summary>
    public static string Direction(double fraction) => Math.Round(fraction, 4) switch
    {
        > 0 => "up",
        < 0 => "down",
        _ => "flat",
    };

    private static string Signed(double value, string format)
    {
        var text = Math.Abs(value).ToString(format, CultureInfo.InvariantCulture);
        return double.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture) == 0 ? text : (value < 0 ? "−" : "+") + text;
    }

    private static string Format(double price) => Math.Abs(price) switch
    {
        0 or >= 1 => "N2",
        var small => "N" + Math.Clamp(3 - (int)Math.Floor(Math.Log10(small)), 2, 10).ToString(CultureInfo.InvariantCulture),
    };
}
