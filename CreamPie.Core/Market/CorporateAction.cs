using System.Text.Json.Serialization;

namespace CreamPie.Core.Market;

/// <summary>The corporate actions that change what a share is worth on its ex-date.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ActionKind>))]
public enum ActionKind
{
    /// <summary>New shares for old ones, also fewer (a reverse split).</summary>
    Split,

    /// <summary>Cash per share.</summary>
    Dividend,

    /// <summary>Cash per share that a fund pays out of its gains.</summary>
    CapitalGain,
}

/// <summary>A split, or cash paid per share, on its ex-date.</summary>
/// <param name="ExDate">First trading day without the right, in the exchange's own zone.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Amount">Cash per share of the split-adjusted series, in <paramref name="Currency"/>; null for a split.</param>
/// <param name="Numerator">New shares of a split (10 in 10:1); null for cash.</param>
/// <param name="Denominator">Old shares of a split (1 in 10:1); null for cash.</param>
/// <param name="Exact">False when the amount was read from a text rounded for display ("0.00 Dividend").</param>
/// <param name="Currency">As the source writes it (GBp is pence); null where it does not say, and then the listing's.</param>
public sealed record CorporateAction(
    DateOnly ExDate,
    ActionKind Kind,
    double? Amount,
    double? Numerator,
    double? Denominator,
    bool Exact = true,
    string? Currency = null)
{
    /// <summary>Most characters of <see cref="Currency"/>.</summary>
    public const int MaxCurrencyLength = 10;

    /// <summary>A split of <paramref name="numerator"/> new for <paramref name="denominator"/> old shares.</summary>
    /// <param name="exDate">First trading day after it.</param>
    /// <param name="numerator">Above 0.</param>
    /// <param name="denominator">Above 0.</param>
    public static CorporateAction Split(DateOnly exDate, double numerator, double denominator) =>
        new(exDate, ActionKind.Split, null, numerator, denominator);

    /// <summary>Cash per share.</summary>
    /// <param name="exDate">First trading day without the right to it.</param>
    /// <param name="kind">Dividend or CapitalGain.</param>
    /// <param name="amount">In <paramref name="currency"/>.</param>
    /// <param name="exact">False when it was rounded for display.</param>
    /// <param name="currency">Null for the listing's.</param>
    public static CorporateAction Cash(DateOnly exDate, ActionKind kind, double amount, bool exact = true, string? currency = null) =>
        new(exDate, kind, amount, null, null, exact, currency);

    /// <summary>New shares for one old share: 10 for a 10:1 split; 1 for cash.</summary>
    public double Ratio => Kind == ActionKind.Split ? Numerator!.Value / Denominator!.Value : 1;
}
