using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Processing.Dividends;

/// <summary>Finds payments in another currency than the prices: kept as they are, but no check can compare them with prices.</summary>
internal static class PaymentCurrencies
{
    /// <returns>The document with the payments that have a rate, in the currency of the prices.</returns>
    public static ParsedDocument Report(ParsedDocument document, FindingList findings)
    {
        if (document.Actions.All(a => a.Currency is null))
            return document;
        var known = new List<CorporateAction>(document.Actions.Count);
        foreach (var action in document.Actions)
        {
            if (CurrencyUnit.Rate(action.Currency, document.Listing.Currency) is { } rate)
                known.Add(action with { Amount = action.Amount * rate, Currency = null });
            else
            {
                var priced = document.Listing.Currency is { } currency ? $"priced in {currency}" : "whose currency is not stated";
                findings.Add(
                    FindingKind.DividendCurrency, action.ExDate,
                    $"A dividend of {FindingList.Number(action.Amount ?? 0)} {action.Currency} for a share {priced}.",
                    "Loaded in its own currency, without a rate: not used for adjusted closes.");
            }
        }
        // Of the others it is unknown what the adjusted closes should take.
        return document with { Actions = known, ListsActions = document.ListsActions && known.Count == document.Actions.Count };
    }
}
