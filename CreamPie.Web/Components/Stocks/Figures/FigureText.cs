using System.Globalization;
using CreamPie.Core.Analysis;
using CreamPie.Web.Components.Shared;

namespace CreamPie.Web.Components.Stocks.Figures;

/// <summary>Writes figures as people do, with a real minus sign; a dash stands for what is not known.</summary>
internal static class FigureText
{
    private const string None = "–";

    private static readonly (double Unit, string Name)[] Units = [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K")];

    /// <summary>+12.35% of 0.12345.</summary>
    public static string Percent(double? fraction) => fraction is { } value ? PriceText.Percent(value * 100) : None;

    /// <summary>23.40%, without a sign: of what is never below zero.</summary>
    public static string Share(double? fraction) =>
        fraction is { } value ? (value * 100).ToString("N2", CultureInfo.InvariantCulture) + "%" : None;

    /// <summary>1.24, −0.31.</summary>
    public static string Ratio(double? ratio)
    {
        if (ratio is not { } value)
            return None;
        var text = Math.Abs(value).ToString("N2", CultureInfo.InvariantCulture);
        return value < 0 && text != "0.00" ? "−" + text : text;
    }

    /// <summary>128.9M, 4.28M, 845.2K, 312: like the chart.</summary>
    public static string Volume(double? volume)
    {
        if (volume is not { } value)
            return None;
        foreach (var (unit, name) in Units)
        {
            if (value >= unit)
                return (value / unit).ToString(value >= 100 * unit ? "0.#" : "0.##", CultureInfo.InvariantCulture) + name;
        }
        return value.ToString("0", CultureInfo.InvariantCulture);
    }

    /// <summary>0.25, 0.0875, 0.00123: at most nine digits, more are the noise of an adjustment.</summary>
    public static string Plain(double? value) => value?.ToString("0.#########", CultureInfo.InvariantCulture) ?? None;

    /// <summary>"2,517 days, 3 Jan 2014 to 5 Jan 2024".</summary>
    public static string Over(int days, DateOnly? from, DateOnly? to) => (from, to) is ({ } first, { } last)
        ? $"{DisplayText.Count(days)} {(days == 1 ? "day" : "days")}, {DisplayText.Date(first)} to {DisplayText.Date(last)}"
        : "no bars";

    /// <inheritdoc cref="Over(int, DateOnly?, DateOnly?)"/>
    public static string Over(Figure figure) => Over(figure.Days, figure.From, figure.To);
}
