using System.Text.Json.Serialization;
using CreamPie.Core.Market;

namespace CreamPie.Core.Querying.Series;

/// <summary>A split, or cash per share, on its ex-date.</summary>
/// <param name="ExDate">First trading day without the right, in the exchange's own zone.</param>
/// <param name="Kind">Split, dividend or capital gain.</param>
/// <param name="Amount">Cash per share in <paramref name="Currency"/>, adjusted for later splits like the prices. Null for a split.</param>
/// <param name="Numerator">New shares of a split (10 in 10:1); null for cash.</param>
/// <param name="Denominator">Old shares of a split (1 in 10:1); null for cash.</param>
/// <param name="Exact">False if the amount is from a text rounded for display ("0.00 Dividend").</param>
/// <param name="Currency">
/// Of the amount, as the source writes it; without a rate, one other than the series' is not used for total return. Left out for a
/// split, and where no document states it.
/// </param>
public sealed record ActionItem(
    DateOnly ExDate,
    ActionKind Kind,
    double? Amount,
    double? Numerator,
    double? Denominator,
    bool Exact,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Currency = null);
