using CreamPie.Core.Market;
using CreamPie.Core.Processing;

namespace CreamPie.Core.Loading.Actions;

/// <summary>
/// What one document lists, one of a kind a day: two payments on one day are one amount, two splits on one day are one ratio.
/// </summary>
internal static class ListedByDay
{
    public static List<CorporateAction> Of(ProcessedDocument document) => [.. document.Actions
        .GroupBy(a => (a.ExDate, a.Kind))
        .Select(g => g.Skip(1).Aggregate(g.First(), (a, b) => Together(a, b, document.Listing.Currency)))];

    /// <summary>Where only a market knows the rate, the payment in the other currency than the prices' is kept.</summary>
    private static CorporateAction Together(CorporateAction a, CorporateAction b, string? prices)
    {
        if (CurrencyUnit.Rate(b.Currency ?? prices, a.Currency ?? prices) is not { } rate)
            return CurrencyUnit.Rate(a.Currency, prices) is null ? a : b;
        return a with
        {
            Amount = a.Amount + b.Amount * rate,
            Numerator = a.Numerator * b.Numerator,
            Denominator = a.Denominator * b.Denominator,
            Exact = a.Exact && b.Exact,
        };
    }
}
