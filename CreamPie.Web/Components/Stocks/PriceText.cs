using System.Globalization;

namespace CreamPie.Web.Components.Stocks;

/// <summary>Prices in figures, as the chart writes them too.</summary>
internal static class PriceText
{
    /// <summary>Exchange rates are quoted with four decimals.</summary>
    public static int Digits(string? exchange) => exchange == "CCY" ? 4 : 2;

    /// <summary>329.13; below 1 with four decimals: 0.0989.</summary>
    public static string Of(double? price, int digits) =>
        price is { } value ? value.ToString("N" + DigitsOf(value, digits), CultureInfo.InvariantCulture) : "–";

    /// <summary>+3.82, −1.17: with a real minus, and as many decimals as the price that has changed.</summary>
    public static string Change(double change, double price, int digits) =>
        Signed(change, Math.Abs(change).ToString("N" + DigitsOf(price, digits), CultureInfo.InvariantCulture));

    /// <summary>+1.94 %, −0.07 %, 0.00 %.</summary>
    public static string Percent(double percent) =>
        Signed(percent, Math.Abs(percent).ToString("N2", CultureInfo.InvariantCulture)) + " %";

    private static int DigitsOf(double price, int digits) => price != 0 && Math.Abs(price) < 1 ? Math.Max(4, digits) : digits;

    private static string Signed(double value, string text) =>
        text.AsSpan().IndexOfAnyInRange('1', '9') < 0 ? text : (value < 0 ? "−" : "+") + text;
}
