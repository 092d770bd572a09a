using CreamPie.Core.Market;

namespace CreamPie.Web.Api;

/// <summary>
/// Market data for integrations and for our own charts. A fixed word (symbols, track, documents, import) wins over a
/// symbol of that name where both would fit; what lies below such a symbol (TRACK/bars) is reachable.
/// </summary>
internal static class StockDataApi
{
    public const string Path = "/api/stock-data";

    public static RouteGroupBuilder MapStockDataApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Path).RequireAuthorization().WithTags("Stock data")
            .ProducesProblem(StatusCodes.Status401Unauthorized);
        group.MapTracking();
        group.MapDocuments();
        group.MapSymbols();

        var stock = group.MapGroup("/{symbol}").AddEndpointFilter(ValidSymbol)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        stock.MapStock();
        stock.MapSeries();
        stock.MapRefresh();
        return group;
    }

    /// <summary>Handlers below {symbol} may rely on <see cref="Symbol.Parse"/>.</summary>
    private static async ValueTask<object?> ValidSymbol(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        Symbol.TryParse(context.HttpContext.GetRouteValue("symbol") as string, out _)
            ? await next(context)
            : Problems.Invalid("invalidSymbol", Symbol.Rules);
}
