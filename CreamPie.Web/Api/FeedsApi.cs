using System.ComponentModel.DataAnnotations;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Feeds;
using CreamPie.Web.Accounts.Mail;
using CreamPie.Web.Api.Contract;
using CreamPie.Web.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CreamPie.Web.Api;

/// <param name="Symbols">What the feed holds; null for all stocks.</param>
/// <param name="ExpiresAt">A date or an instant, like 2027-06-30T12:00:00Z; null for never.</param>
internal sealed record FeedRequest([property: Required] string? Name, IReadOnlyList<string?>? Symbols, string? ExpiresAt);

/// <param name="Url">Root of what the feed serves; shown this once.</param>
internal sealed record FeedAnswer(Guid Id, string Name, string Url, IReadOnlyList<string>? Symbols, DateTime? ExpiresAt);

internal sealed record FeedList(IReadOnlyList<FeedItem> Items);

/// <summary>The caller's own feeds; what they serve is in <c>Feeds/</c>.</summary>
internal static class FeedsApi
{
    public static void MapFeedsApi(this IEndpointRouteBuilder app)
    {
        var feeds = app.MapGroup("/api/users/me/feeds").WithTags("Users").RequireAuthorization();
        feeds.MapGet("", ListAsync).Named("ListFeeds", "Your feeds", "Your feeds, without their links.");
        feeds.MapPost("", CreateAsync).WithSecret()
            .Named(
                "CreateFeed", "Make a feed",
                "Makes a link that reads market data without a sign-in, within ten minutes of one. The link is shown this once.")
            .ProducesProblem(StatusCodes.Status409Conflict);
        feeds.MapDelete("/{id:guid}", RevokeAsync).Named("RevokeFeed", "Revoke a feed", "Its link no longer works.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<FeedList>> ListAsync(
        Caller caller, FeedLinks feeds, HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new FeedList(await feeds.ListAsync(caller, cancellationToken)));
    }

    private static async Task<Results<Created<FeedAnswer>, ProblemHttpResult>> CreateAsync(
        FeedRequest request, Caller caller, FeedLinks feeds, NoticeMails notices, PublicUrl address, HttpContext context,
        CancellationToken cancellationToken)
    {
        if (!ExpiryText.TryRead(request.ExpiresAt, out var expiresAt))
            return ExpiryText.Problem();
        switch (await feeds.CreateAsync(caller, request.Name ?? "", request.Symbols, expiresAt, cancellationToken))
        {
            case FeedResult.Created { Item: var item, Token: var token }:
                await notices.SayAsync(caller.Name, Notice.FeedAdded(item.Name), context);
                context.Response.Headers.CacheControl = "no-store";
                return TypedResults.Created(
                    $"/api/users/me/feeds/{item.Id}",
                    new FeedAnswer(item.Id, item.Name, address.Of(context.Request) + FeedPath.Of(token), item.Symbols, item.ExpiresAt));
            case FeedResult.Invalid invalid:
                return ExpiryText.Refused(invalid.Field, invalid.Problem);
            default:
                throw new InvalidOperationException("There is no third result.");
        }
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(
        Guid id, Caller caller, FeedLinks feeds, NoticeMails notices, HttpContext context, CancellationToken cancellationToken)
    {
        if (await feeds.RevokeAsync(caller, id, cancellationToken) is not { } name)
            return Problems.NotFound("unknownFeed", "You have no such feed.");
        await notices.SayAsync(caller.Name, Notice.FeedRevoked(name), context);
        return TypedResults.NoContent();
    }
}
