using System.ComponentModel;
using CreamPie.Core.Accounts;
using CreamPie.Core.Querying.Changes;
using CreamPie.Web.Api.Contract;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CreamPie.Web.Api.Bulk;

/// <summary>Which stocks changed, for those who keep a copy.</summary>
internal static class ChangesApi
{
    public static void MapChanges(this RouteGroupBuilder group) => group.MapGet("/changes", ChangesAsync)
        .Named(
            "ListChanges", "What changed",
            "The stocks whose bars or actions changed since a cursor, each once, and the cursor for the next time.")
        .Produces(StatusCodes.Status304NotModified);

    private static async Task<Results<Ok<ChangePage>, StatusCodeHttpResult, ProblemHttpResult>> ChangesAsync(
        [FromQuery, Text, Description("The cursor of the answer before; without it all stocks are listed.")] string? since,
        [FromQuery, WholeNumber(1, ChangeQuery.MaxLimit, ChangeQuery.DefaultLimit), Description("Stocks per page.")] string? limit,
        HttpContext context, Caller caller, ChangeQuery query, CancellationToken cancellationToken)
    {
        var text = new QueryText();
        var most = text.Number("limit", limit, ChangeQuery.DefaultLimit, ChangeQuery.MaxLimit);
        if (!ChangeCursor.TryRead(since, out var cursor))
            text.Refuse("since", "since must be the cursor of an earlier answer.");
        if (text.Problem is not null)
            return text.Problem;
        var page = await query.ChangesAsync(caller, cursor, most, cancellationToken);
        var tag = $"{page.Cursor}.{page.Items.Count}";
        context.Response.WriteTag(tag);
        return context.Request.HasTag(tag) ? EntityTags.NotModified() : TypedResults.Ok(page);
    }
}
