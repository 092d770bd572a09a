using System.Text.Json.Serialization;
using CreamPie.Core.Accounts.Feeds;
using CreamPie.Core.Querying.Stocks;
using Microsoft.AspNetCore.Mvc;

namespace CreamPie.Web.Feeds.Udf;

internal sealed record UdfQuote(
    [property: JsonPropertyName("s")] string Status,
    [property: JsonPropertyName("n")] string Symbol,
    [property: JsonPropertyName("v")] UdfQuoteValues Values);

/// <summary>What is not stored is left out, or null: a bid is never made up.</summary>
internal sealed record UdfQuoteValues(
    [property: JsonPropertyName("lp")] double? LastPrice,
    [property: JsonPropertyName("ch")] double? Change,
    [property: JsonPropertyName("chp")] double? ChangePercent,
    [property: JsonPropertyName("prev_close_price")] double? PreviousClose,
    [property: JsonPropertyName("short_name")] string ShortName,
    [property: JsonPropertyName("exchange")] string? Exchange,
    [property: JsonPropertyName("description")] string Description);

internal static class UdfQuotes
{
    public static void MapQuotes(this RouteGroupBuilder udf) => udf.MapRead("/quotes", QuotesAsync);

    private static async Task<IResult> QuotesAsync(
        [FromQuery] string? symbols, OpenFeed feed, PriceQuery query, CancellationToken cancellationToken)
    {
        var names = (symbols ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (names.Length is 0 or > PriceQuery.Most)
            return UdfEndpoints.Error($"symbols must be 1 to {PriceQuery.Most} symbols with commas");
        var known = names.Select(n => feed.SymbolOf(n)?.Value).OfType<string>().ToList();
        var prices = (await query.PricesAsync(feed.Owner, known, cancellationToken) ?? []).ToDictionary(p => p.Symbol);
        return TypedResults.Json(new
        {
            s = "ok",
            d = names.Select(n => prices.TryGetValue(n.ToUpperInvariant(), out var price)
                ? (object)QuoteOf(price)
                : new { s = "error", n, errmsg = "unknown_symbol" }),
        });
    }

    private static UdfQuote QuoteOf(StoredPrice p) => new("ok", p.Symbol, new(
        p.Price, p.Change, p.RelativeChange is { } change ? Math.Round(change * 100, 4) : null, p.PreviousClose, p.Symbol, p.Exchange,
        p.Name ?? p.Symbol));
}
