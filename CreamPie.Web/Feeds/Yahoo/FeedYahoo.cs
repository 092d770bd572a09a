using CreamPie.Core.Accounts.Feeds;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Querying.HeavyReading;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace CreamPie.Web.Feeds.Yahoo;

/// <summary>
/// A feed for programs that read Yahoo's charts and quotes (yfinance and others): its addresses and its JSON, with our data. Daily and
/// longer bars; what we do not have (minutes) is refused in Yahoo's words.
/// </summary>
internal static class FeedYahoo
{
    public static void MapYahoo(this RouteGroupBuilder feed)
    {
        feed.MapRead("/v8/finance/chart/{symbol}", ChartAsync);
        feed.MapRead("/v7/finance/quote", QuotesAsync);
    }

    private static async Task<IResult> ChartAsync(
        string symbol, [FromQuery] string? period1, [FromQuery] string? period2, [FromQuery] string? range, [FromQuery] string? interval,
        [FromQuery] string? events, OpenFeed feed, HttpContext context, SeriesQuery series, StockQuery stocks, ActionQuery actions,
        PriceQuery prices, HeavyReads heavyReads, TimeProvider time, CancellationToken cancellationToken)
    {
        if (feed.SymbolOf(symbol) is not { } known
            || await stocks.FactsAsync(feed.Owner, known, cancellationToken) is not { } stock)
            return Unknown();
        var calendar = TradingCalendar.For(stock.Exchange, stock.Timezone);
        if (ChartRange.Read(period1, period2, range, interval, calendar.DayOf(time.Now())) is not { } wanted)
        {
            return Refused(
                StatusCodes.Status422UnprocessableEntity, "Unprocessable Entity",
                "Invalid input - interval is one of 1d, 5d, 1wk, 1mo, 3mo; range one of " + string.Join(", ", ChartRange.Words));
        }
        context.Response.RegisterForDispose(await heavyReads.AnswerAsync(feed, cancellationToken));
        // From the beginning, because the answer names the close before it.
        var request = new SeriesRequest(
            null, null, wanted.Interval, SeriesRequest.DefaultMax, PriceAdjustment.Splits, null, null, null);
        var whole = await series.BarsAsync(feed.Owner, known, request, cancellationToken);
        if (whole is null)
            return Unknown();
        var listed = await actions.ActionsAsync(feed.Owner, known, cancellationToken);
        var price = await prices.PricesAsync(feed.Owner, [known.Value], cancellationToken);
        if (whole.Bars is not { Count: > 0 } && price is not [{ Price: not null }])
            return Unknown();
        return TypedResults.Json(ChartWriter.Write(
            stock, calendar, whole.Bars ?? [], wanted, EventsOf(events), listed?.Items ?? [], price is [var last] ? last : null));
    }

    private static async Task<IResult> QuotesAsync(
        [FromQuery] string? symbols, OpenFeed feed, PriceQuery query, TimeProvider time, CancellationToken cancellationToken)
    {
        // As Yahoo does, a quote that there is not is left out.
        var wanted = string.IsNullOrWhiteSpace(symbols)
            ? feed.Symbols
            : [.. symbols.Split(',').Select(feed.SymbolOf).OfType<CreamPie.Core.Market.Symbol>().Select(s => s.Value)];
        if (wanted?.Count > PriceQuery.Most || await query.PricesAsync(feed.Owner, wanted, cancellationToken) is not { } prices)
            return Problems.Invalid("invalidSymbols", $"One answer has at most {PriceQuery.Most} quotes: name some.");
        var now = time.Now();
        var quotes = prices.Where(p => p.Price is not null).Select(p => QuoteWriter.Write(p, now));
        return TypedResults.Json(new QuoteAnswer(new([.. quotes], null)));
    }

    private static string[] EventsOf(string? events) => (events ?? "").Split(',', '|');

    private static IResult Unknown() =>
        Refused(StatusCodes.Status404NotFound, "Not Found", "No data found, symbol may be delisted");

    private static IResult Refused(int status, string code, string description) =>
        TypedResults.Json(new ChartAnswer(new(null, new(code, description))), statusCode: status);
}
