using CreamPie.Core.Accounts.Feeds;
using CreamPie.Core.Market;
using CreamPie.Web.Api;
using CreamPie.Web.Feeds.OpenBb;
using CreamPie.Web.Feeds.Udf;
using CreamPie.Web.Feeds.Yahoo;
using CreamPie.Web.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CreamPie.Web.Feeds;

/// <summary>
/// What can be read below a feed's link: one class for each tool, which maps its addresses into the gated group. No part of the contract:
/// tools have their own parameters, and ignore those that they do not know.
/// </summary>
internal static class FeedEndpoints
{
    private static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    public static void MapFeeds(this WebApplication app)
    {
        var feed = app.MapGroup(FeedPath.Root + "/{token}").Gated().AllowAnonymous().RequireCors(FeedOrigins.Policy)
            .ExcludeFromDescription();
        feed.MapPriceList();
        feed.MapHistory();
        feed.MapYahoo();
        feed.MapUdf();
        feed.MapOpenBb();
    }

    /// <summary>GET and HEAD: nothing else is possible below a feed.</summary>
    public static RouteHandlerBuilder MapRead(this RouteGroupBuilder feed, string pattern, Delegate handler) =>
        feed.MapMethods(pattern, Reads, handler);

    /// <summary>What the feed may show of this name; null for everything else, whether it exists or not.</summary>
    public static Symbol? SymbolOf(this OpenFeed feed, string? text) =>
        Symbol.TryParse(text, out var symbol) && feed.Holds(symbol) ? symbol : null;

    public static ProblemHttpResult NotInFeed(string? symbol) =>
        Problems.NotFound("notInFeed", $"This feed has no {symbol?.Trim().ToUpperInvariant()}.");

    /// <summary>With parts, If-None-Match and HEAD as HTTP has them.</summary>
    public static FileContentHttpResult File(byte[] bytes, string contentType, string? name, string tag) =>
        TypedResults.File(bytes, contentType, name, enableRangeProcessing: true, entityTag: EntityTags.Of(tag));
}
