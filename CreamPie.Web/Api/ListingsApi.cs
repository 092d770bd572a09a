using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Core.Tracking;
using CreamPie.Web.Api.Contract;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CreamPie.Web.Api;

/// <summary>The companies that have had one ticker, and an admin's decisions about them.</summary>
internal static class ListingsApi
{
    public static void MapListings(this RouteGroupBuilder stock) => stock.MapGet("/listings", ListingsAsync)
        .Named("GetListings", "Listings of a ticker", "The other listings that have had this ticker, and open findings about them.");

    public static void MapFindings(this RouteGroupBuilder group)
    {
        var finding = group.MapGroup("/findings/{id:int}").ForAdmins()
            .ProducesProblem(StatusCodes.Status404NotFound);
        finding.MapPost("/confirm", ConfirmAsync)
            .Named("ConfirmListing", "Confirm a listing", "Agrees with what was done about a new, doubtful or renamed listing.");
        finding.MapPost("/join", JoinAsync)
            .Named("JoinListings", "Join two listings", "Joins the earlier listing of a ticker into the present one: one company.");
    }

    private static async Task<Results<Ok<ListingHistory>, ProblemHttpResult>> ListingsAsync(
        Symbol symbol, Caller caller, ListingQuery query, CancellationToken cancellationToken) =>
        await query.HistoryAsync(caller, symbol, cancellationToken) is { } history
            ? TypedResults.Ok(history)
            : SeriesApi.UnknownSymbol(symbol);

    private static async Task<Results<NoContent, ProblemHttpResult>> ConfirmAsync(
        int id, Caller caller, ListingDecisions decisions, CancellationToken cancellationToken) =>
        await decisions.ConfirmAsync(caller, id, cancellationToken) ? TypedResults.NoContent() : Unknown(id);

    private static async Task<Results<NoContent, ProblemHttpResult>> JoinAsync(
        int id, Caller caller, ListingDecisions decisions, CancellationToken cancellationToken) =>
        await decisions.JoinAsync(caller, id, cancellationToken) ? TypedResults.NoContent() : Unknown(id);

    private static ProblemHttpResult Unknown(int id) =>
        Problems.NotFound("unknownFinding", $"Finding {id} is not open, or there is nothing to decide about it.");
}
