using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Figures;
using CreamPie.Web.Api.Contract;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CreamPie.Web.Api;

/// <summary>Returns and risk of one stock, and stocks compared with each other.</summary>
internal static class FigureApi
{
    public static void MapFigures(this RouteGroupBuilder stock) => stock.MapGet("/figures", FiguresAsync)
        .Named(
            "GetFigures", "Returns and risk of a stock",
            "Returns, volatility, drawdown, Sharpe ratio and beta, with the dates of each; fractions, not percent.")
        .Produces(StatusCodes.Status304NotModified);

    public static void MapComparison(this RouteGroupBuilder group) => group.MapGet("/compare", CompareAsync)
        .Named(
            "CompareStocks", "Stocks compared",
            "Up to 10 stocks on their common dates, rebased to 100, with the correlation of their daily returns.")
        .Produces<Comparison>(StatusCodes.Status200OK, "application/json", "text/csv")
        .Produces(StatusCodes.Status304NotModified)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<StockFigures>, StatusCodeHttpResult, ProblemHttpResult>> FiguresAsync(
        Symbol symbol, [AsParameters] FigureParameters parameters, HttpContext context, Caller caller, FigureQuery query,
        CancellationToken cancellationToken)
    {
        var (request, problem) = parameters.Read();
        if (request is null)
            return problem!;
        var tagged = await query.FiguresAsync(caller, symbol, request, context.Request.HasTag, cancellationToken);
        if (tagged.Unknown is { } unknown)
            return SeriesApi.UnknownSymbol(unknown);
        context.Response.WriteTag(tagged.Tag);
        return tagged.Answer is { } figures ? TypedResults.Ok(figures) : EntityTags.NotModified();
    }

    private static async Task<Results<Ok<Comparison>, FileContentHttpResult, StatusCodeHttpResult, ProblemHttpResult>> CompareAsync(
        [AsParameters] ComparisonParameters parameters, HttpContext context, Caller caller, ComparisonQuery query,
        CancellationToken cancellationToken)
    {
        var (symbols, request, format, problem) = parameters.Read();
        if (symbols is null || request is null)
            return problem!;
        var tagged = await query.CompareAsync(caller, symbols, request, context.Request.HasTag, cancellationToken);
        if (tagged.Unknown is { } unknown)
            return SeriesApi.UnknownSymbol(unknown);
        context.Response.WriteTag(tagged.Tag);
        if (tagged.Answer is not { } comparison)
            return EntityTags.NotModified();
        return format == ComparisonFormat.Csv ? ComparisonCsv.File(comparison) : TypedResults.Ok(comparison);
    }
}
