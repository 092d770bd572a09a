using System.Globalization;
using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Querying;
using CreamPie.Core.Querying.Documents;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Web.Api.Caching;
using CreamPie.Web.Api.Contract;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CreamPie.Web.Api;

internal static class StocksApi
{
    public static void MapSymbols(this RouteGroupBuilder group) => group.MapGet("/symbols", SymbolsAsync)
        .Named("FindSymbols", "Find stocks", "Stocks whose symbol or name contains the query; all stocks without one.");

    public static void MapStock(this RouteGroupBuilder stock)
    {
        stock.MapGet("", FactsAsync).Named("GetStock", "A stock", "Facts about one stock, and how its last pull ended.");
        stock.MapGet("/actions", ActionsAsync)
            .Named("GetActions", "Corporate actions", "Splits, dividends and capital gains, oldest first.")
            .Produces<ListPage<ActionItem>>().Produces(StatusCodes.Status304NotModified);
        stock.MapGet("/quote", QuoteAsync)
            .Named("GetQuote", "Last price", "The last price with its time and source; requested at most every 15 seconds.");
        stock.MapGet("/attempts", AttemptsAsync)
            .Named("GetAttempts", "Attempts to get data", "The last 20 attempts to get data, and why they failed.");
        stock.MapGet("/bars/{date}/provenance", ProvenanceAsync)
            .Named("GetProvenance", "Origin of a bar", "The document that a bar comes from.")
            .ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Results<Ok<ListPage<SymbolItem>>, ProblemHttpResult>> SymbolsAsync(
        [FromQuery, Text("apple")] string? query, [AsParameters] PageParameters paging,
        HttpRequest request, Caller caller, StockQuery stocks, CancellationToken cancellationToken)
    {
        var text = new QueryText();
        var page = text.Page(paging);
        if (text.Problem is not null)
            return text.Problem;
        var found = await stocks.SymbolsAsync(caller, query, page, cancellationToken);
        return TypedResults.Ok(found with { Next = QueryText.Next(request, found.Cursor) });
    }

    private static async Task<Results<Ok<StockFacts>, ProblemHttpResult>> FactsAsync(
        Symbol symbol, Caller caller, StockQuery stocks, CancellationToken cancellationToken) =>
        await stocks.FactsAsync(caller, symbol, cancellationToken) is { } facts
            ? TypedResults.Ok(facts)
            : SeriesApi.UnknownSymbol(symbol);

    private static async Task<Results<FileContentHttpResult, StatusCodeHttpResult, ProblemHttpResult>> ActionsAsync(
        Symbol symbol, HttpContext context, Caller caller, ActionAnswers answers, CancellationToken cancellationToken)
    {
        if (await answers.TagAsync(caller, symbol, cancellationToken) is not { } tag)
            return SeriesApi.UnknownSymbol(symbol);
        context.Response.WriteTag(tag);
        if (context.Request.HasTag(tag))
            return EntityTags.NotModified();
        return await answers.GetAsync(context, caller, symbol, tag, cancellationToken) is { } answer
            ? answer.Result(context.Response)
            : SeriesApi.UnknownSymbol(symbol);
    }

    private static async Task<Results<Ok<LastPrice>, ProblemHttpResult>> QuoteAsync(
        Symbol symbol, Caller caller, QuoteQuery query, CancellationToken cancellationToken) =>
        await query.LastAsync(caller, symbol, cancellationToken) is { } price
            ? TypedResults.Ok(price)
            : SeriesApi.UnknownSymbol(symbol);

    private static async Task<Results<Ok<ListPage<AttemptItem>>, ProblemHttpResult>> AttemptsAsync(
        Symbol symbol, Caller caller, AttemptQuery query, CancellationToken cancellationToken) =>
        await query.AttemptsAsync(caller, symbol, cancellationToken) is { } attempts
            ? TypedResults.Ok(attempts)
            : SeriesApi.UnknownSymbol(symbol);

    private static async Task<Results<Ok<Provenance>, ProblemHttpResult>> ProvenanceAsync(
        Symbol symbol, [Day] string date, Caller caller, StockQuery stocks, ProvenanceQuery query, CancellationToken cancellationToken)
    {
        var text = new QueryText();
        var day = text.Day("date", date);
        if (text.Problem is not null)
            return text.Problem;
        if (await query.ProvenanceAsync(caller, symbol, day!.Value, cancellationToken) is { } provenance)
            return TypedResults.Ok(provenance);
        return await stocks.FactsAsync(caller, symbol, cancellationToken) is null
            ? SeriesApi.UnknownSymbol(symbol)
            : Problems.NotFound("unknownBar", string.Create(CultureInfo.InvariantCulture, $"{symbol} has no bar on {day:yyyy-MM-dd}."));
    }
}
