using CreamPie.Core.Market;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Accounts;
using CreamPie.Web.Accounts.Keys;
using CreamPie.Web.Api.Bulk;
using CreamPie.Web.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CreamPie.Web.Api;

/// <summary>
/// Market data for integrations and for our own charts. A symbol in capital letters is never taken for a word of an address.
/// </summary>
internal static class StockDataApi
{
    public static RouteGroupBuilder MapStockDataApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(StockDataPath.Root).RequireAuthorization().ForKeys(KeyScopes.Read).WithTags("Stock data");
        group.MapTracking();
        group.MapDocuments();
        group.MapSymbols();
        group.MapFindings();
        group.MapComparison();
        group.MapBulk();
        group.MapChanges();

        var stock = group.MapGroup("/{symbol}").RefusingMalformedSymbols()
            .ProducesProblem(StatusCodes.Status404NotFound);
        stock.MapStock();
        stock.MapSeries();
        stock.MapIndicators();
        stock.MapFigures();
        stock.MapRefresh();
        stock.MapListings();
        return group;
    }

    public static TBuilder ForAdmins<TBuilder>(this TBuilder endpoints) where TBuilder : IEndpointConventionBuilder =>
        endpoints.RequireAuthorization(Policies.Admin).ForKeys(KeyScopes.Admin);

    /// <summary>
    /// Runs before a handler's Symbol is bound from {symbol}: an invalid one gets our own sentence instead of the
    /// framework's.
    /// </summary>
    public static TBuilder RefusingMalformedSymbols<TBuilder>(this TBuilder endpoints) where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint =>
        {
            var handle = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context => Symbol.TryParse(context.GetRouteValue("symbol") as string, out _)
                ? handle(context)
                : MalformedSymbol().ExecuteAsync(context);
        });
        return endpoints;
    }

    public static ProblemHttpResult MalformedSymbol() => Problems.Invalid("invalidSymbol", Symbol.Rules);
}
