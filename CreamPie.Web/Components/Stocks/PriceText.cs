using CreamPie.Web.Components.Shared;

namespace CreamPie.Web.Components.Stocks;

/// <summary>Formats prices the way the chart does.</summary>
internal static class PriceText
{
    /// <summary>Decimals; a price that needs more is below 1e-17.</summary>
    private const int MostDigits = 20;

    /// <summary>Exchange rates are quoted with four decimals.</summary>
    public static int Digits(string? exchange) => exchange == "CCY" ? 4 : 2;

    /// <summary>329.13; below 1 with four decimals, 0.0989; below 0.01 with four significant digits, 0.00001310.</summary>
    public static string Of(double? price, int digits) =>
        price is { } value ? value.ToString("N" + DigitsOf(value, digits), DisplayText.Numbers) : "–";

    /// <summary>+3.82, −1.17: with a real minus sign, and the decimals of the price itself.</summary>
    public static string Change(double change, double price, int digits) =>
        Signed(change, Math.Abs(change).ToString("N" + DigitsOf(price, digits), DisplayText.Numbers));

    /// <summary>+1.94%, −0.07%, 0.00%.</summary>
    public static string Percent(double percent) =>
        Signed(percent, Math.Abs(percent).ToString("N2", DisplayText.Numbers)) + "%";

    private static int DigitsOf(double price, int digits) => Math.Max(digits, Math.Abs(price) switch
    {
        0 or >= 1 => 0,
        >= 0.01 => 4,
        var small => Math.Min(MostDigits, 3 - (int)Math.Floor(Math.Log10(small))),
    });

    private static string Signed(double value, string text) =>
        text.AsSpan().IndexOfAnyInRange('1', '9') < 0 ? text : (value < 0 ? "−" : "+") + text;
}
