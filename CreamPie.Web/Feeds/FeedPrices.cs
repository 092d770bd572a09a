using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CreamPie.Core.Accounts.Feeds;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace CreamPie.Web.Feeds;

/// <summary>The newest prices of a feed as one table: for IMPORTDATA and Power Query.</summary>
internal static class FeedPrices
{
    public static void MapPriceList(this RouteGroupBuilder feed) => feed.MapRead("/prices.csv", PricesAsync);

    private static async Task<IResult> PricesAsync(
        [FromQuery] string? symbols, OpenFeed feed, HttpContext context, PriceQuery query, CancellationToken cancellationToken)
    {
        var (prices, problem) = await ReadAsync(symbols, feed, query, cancellationToken);
        if (prices is null)
            return problem!;
        var csv = new StringBuilder("Symbol,Name,Price,Change,Change Percent,Previous Close,Currency,Date,Time,Final\r\n");
        foreach (var p in prices)
        {
            double? percent = p.RelativeChange is { } change ? Math.Round(change * 100, 4) : null;
            csv.Append(
                CultureInfo.InvariantCulture,
                $"{CsvText.Cell(p.Symbol)},{CsvText.Cell(p.Name)},{p.Price},{p.Change},{percent},{p.PreviousClose},")
                .Append(CultureInfo.InvariantCulture, $"{CsvText.Cell(p.Currency)},{p.Day:yyyy-MM-dd},")
                .Append(p.At is { } at ? CsvText.Instant(at) : "")
                .Append(p.Price is null ? ",\r\n" : p.Final ? ",true\r\n" : ",false\r\n");
        }
        var bytes = Encoding.UTF8.GetBytes(csv.ToString());
        var tag = Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12));
        context.Response.WriteTag(tag);
        return FeedEndpoints.File(bytes, "text/csv; charset=utf-8", "prices.csv", tag);
    }

    /// <summary>The prices of the symbols in a query, or of the whole feed; null, with a problem, if one is not in it.</summary>
    public static async Task<(IReadOnlyList<StoredPrice>? Prices, IResult? Problem)> ReadAsync(
        string? text, OpenFeed feed, PriceQuery query, CancellationToken cancellationToken)
    {
        var wanted = feed.Symbols;
        if (!string.IsNullOrWhiteSpace(text))
        {
            var chosen = new List<string>();
            foreach (var word in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (feed.SymbolOf(word) is not { } symbol)
                    return (null, FeedEndpoints.NotInFeed(word));
                chosen.Add(symbol.Value);
            }
            wanted = chosen;
        }
        if (wanted?.Count > PriceQuery.Most || await query.PricesAsync(feed.Owner, wanted, cancellationToken) is not { } prices)
        {
            return (null, Problems.Invalid(
                "invalidSymbols", $"One answer has at most {PriceQuery.Most} prices: name some, like ?symbols=AAPL,MSFT."));
        }
        return wanted?.FirstOrDefault(s => prices.All(p => p.Symbol != s)) is { } unknown && !string.IsNullOrWhiteSpace(text)
            ? (null, FeedEndpoints.NotInFeed(unknown))
            : (prices, null);
    }
}
