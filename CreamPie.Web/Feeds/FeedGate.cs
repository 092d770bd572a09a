using CreamPie.Core.Accounts.Feeds;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Web.Http;
using CreamPie.Web.Http.Rates;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Feeds;

/// <summary>Opens the feed of a request's link, counts the call, or answers that there is nothing.</summary>
internal sealed class FeedGate(FeedLinks links, IOptions<RateOptions> rates, SharedRates shared, TimeProvider time)
{
    private readonly int _limit = rates.Value.FeedCallsPerMinute;
    private readonly CallRate _feeds = shared.Share("feed", new(rates.Value.FeedCallsPerMinute, time));
    private readonly UnknownTokens _strangers = new(
        shared.Share("feed-stranger", new CallRate(rates.Value.FeedCallsPerMinute, time)), rates.Value.FeedCallsPerMinute);

    /// <summary>Null, and the answer is written, if the link does not work or was used too often.</summary>
    public async Task<OpenFeed?> OpenAsync(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        var token = context.Features.Get<FeedToken>()?.Text ?? "";
        var (allowed, remaining, reset) = _strangers.Count(token, address);
        OpenFeed? feed = null;
        if (allowed)
        {
            feed = await links.FindAsync(token, context.RequestAborted);
            _strangers.Note(token, works: feed is not null);
            if (feed is not null)
                (allowed, remaining, reset) = _feeds.Count(feed.Id.ToString("N"));
        }
        if (!await context.IsWithinAsync(_limit, allowed, remaining, reset))
            return null;
        if (feed is not null)
            return feed with { Owner = feed.Owner with { Address = address } };
        await ProblemResponses.WriteAsync(
            context, StatusCodes.Status404NotFound, "unknownFeed", "This link does not work: it was revoked or has expired.");
        return null;
    }
}

internal static class FeedGateServices
{
    /// <summary>A handler below <see cref="Gated"/> takes the <see cref="OpenFeed"/> as a parameter.</summary>
    public static void AddFeeds(this IServiceCollection services)
    {
        services.AddSingleton<IHttpContextFactory, FeedTokens>();
        services.AddSingleton<FeedGate>();
        services.AddScoped(provider => provider.GetRequiredService<IHttpContextAccessor>().HttpContext?.Features.Get<OpenFeed>()
            ?? throw new InvalidOperationException("There is a feed only below its gate."));
    }

    /// <summary>A redirect would lead to the masked address, and hide that the link's secret was sent readably.</summary>
    public static void UseFeedsByHttpsOnly(this WebApplication app) => app.Use((context, next) =>
        context.Request.IsHttps || !context.Request.Path.StartsWithSegments(FeedPath.Root)
            ? next(context)
            : ProblemResponses.WriteAsync(
                context, StatusCodes.Status403Forbidden, "httpsRequired",
                "A feed is read over https only: use https:// in its link. Better make a new one: others could read this one on its way."));

    /// <summary>Runs before a handler's parameters are bound.</summary>
    public static TBuilder Gated<TBuilder>(this TBuilder endpoints) where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint =>
        {
            var handle = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = async context =>
            {
                // Whoever keeps an answer would show it after the link is revoked.
                context.Response.Headers.CacheControl = "private, no-cache";
                if (await context.RequestServices.GetRequiredService<FeedGate>().OpenAsync(context) is not { } feed)
                    return;
                context.Features.Set(feed);
                await handle(context);
            };
        });
        return endpoints;
    }
}
