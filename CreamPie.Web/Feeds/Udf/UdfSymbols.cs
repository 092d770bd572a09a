using System.Text.Json.Serialization;
using CreamPie.Core.Accounts.Feeds;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Web.Feeds.Yahoo;
using Microsoft.AspNetCore.Mvc;

namespace CreamPie.Web.Feeds.Udf;

internal sealed record UdfSymbol(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("ticker")] string Ticker,
    [property: JsonPropertyName("description")] string Description,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("session")] string Session,
    [property: JsonPropertyName("timezone")] string Timezone,
    [property: JsonPropertyName("exchange")] string Exchange,
    [property: JsonPropertyName("listed_exchange")] string ListedExchange,
    [property: JsonPropertyName("format")] string Format,
    [property: JsonPropertyName("minmov")] int MinimumMove,
    [property: JsonPropertyName("pricescale")] int PriceScale,
    [property: JsonPropertyName("has_intraday")] bool HasIntraday,
    [property: JsonPropertyName("has_daily")] bool HasDaily,
    [property: JsonPropertyName("has_weekly_and_monthly")] bool HasWeeklyAndMonthly,
    [property: JsonPropertyName("supported_resolutions")] string[] Resolutions,
    [property: JsonPropertyName("data_status")] string DataStatus,
    [property: JsonPropertyName("currency_code"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Currency)
{
    public static UdfSymbol Of(StoredPrice stock) => new(
        stock.Symbol, stock.Symbol, stock.Name ?? stock.Symbol, UdfSymbols.TypeOf(stock.Symbol),
        // Days only: the hours matter to no daily bar, the weekend of a coin does.
        stock.Exchange is "CCC" or "CCY" ? "24x7" : "0930-1600",
        stock.TimeZone ?? "Etc/UTC", stock.Exchange ?? "", stock.Exchange ?? "", "price", 1, stock.Price is < 5 ? 10_000 : 100,
        HasIntraday: false, HasDaily: true, HasWeeklyAndMonthly: true, UdfResolution.All, "endofday", stock.Currency);
}

internal sealed record UdfFound(
    [property: JsonPropertyName("symbol")] string Symbol,
    [property: JsonPropertyName("full_name")] string FullName,
    [property: JsonPropertyName("description")] string Description,
    [property: JsonPropertyName("exchange")] string Exchange,
    [property: JsonPropertyName("ticker")] string Ticker,
    [property: JsonPropertyName("type")] string Type);

internal static class UdfSymbols
{
    private const int MostFound = 30;

    public static void MapSymbols(this RouteGroupBuilder udf)
    {
        udf.MapRead("/symbols", SymbolAsync);
        udf.MapRead("/search", SearchAsync);
    }

    public static string TypeOf(string symbol) => ChartWriter.KindOf(symbol) switch
    {
        "INDEX" => "index",
        "CURRENCY" => "forex",
        "FUTURE" => "futures",
        "CRYPTOCURRENCY" => "crypto",
        _ => "stock",
    };

    private static async Task<IResult> SymbolAsync(
        [FromQuery] string? symbol, OpenFeed feed, PriceQuery prices, CancellationToken cancellationToken)
    {
        // The chart may put the exchange in front: NMS:AAPL.
        var name = symbol?[(symbol.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return feed.SymbolOf(name) is { } known
            && await prices.PricesAsync(feed.Owner, [known.Value], cancellationToken) is [var stock]
            ? TypedResults.Json(UdfSymbol.Of(stock))
            : UdfEndpoints.Unknown();
    }

    private static async Task<IResult> SearchAsync(
        [FromQuery] string? query, [FromQuery] string? limit, OpenFeed feed, FindQuery find, PriceQuery prices,
        CancellationToken cancellationToken)
    {
        var most = int.TryParse(limit, out var number) && number is > 0 and < MostFound ? number : MostFound;
        var text = query?.Trim() ?? "";
        var found = feed.Symbols is { } chosen
            ? (await prices.PricesAsync(feed.Owner, chosen, cancellationToken) ?? [])
                .Where(s => Matches(s.Symbol, text) || Matches(s.Name, text))
                .OrderBy(s => s.Symbol.Equals(text, StringComparison.OrdinalIgnoreCase) ? 0 : Matches(s.Symbol, text) ? 1 : 2)
                .Select(s => FoundOf(s.Symbol, s.Name, s.Exchange))
            : (await find.FindAsync(feed.Owner, text, [], cancellationToken)).Select(s => FoundOf(s.Symbol, s.Name, s.Exchange));
        return TypedResults.Json(found.Take(most));
    }

    private static bool Matches(string? name, string text) => name?.Contains(text, StringComparison.OrdinalIgnoreCase) ?? false;

    private static UdfFound FoundOf(string symbol, string? name, string? exchange) =>
        new(symbol, symbol, name ?? symbol, exchange ?? "", symbol, TypeOf(symbol));
}
