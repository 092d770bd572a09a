using System.Globalization;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Web.Http.Rates;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Http;

/// <summary>Limits the pages of a network address that is not signed in; files and probes cost nothing and are not counted.</summary>
internal static class PageRateLimit
{
    /// <summary>Runs after authentication, and before anything is rendered.</summary>
    public static void UsePageRateLimit(this WebApplication app)
    {
        var limit = app.Services.GetRequiredService<IOptions<RateOptions>>().Value.PagesPerMinute;
        var rate = app.Services.GetRequiredService<SharedRates>()
            .Share("page", new CallRate(limit, app.Services.GetRequiredService<TimeProvider>()));
        app.UseWhen(IsAnonymousPage, pages => pages.Use((context, next) =>
        {
            var (allowed, _, reset) = rate.Count(context.Connection.RemoteIpAddress);
            if (allowed)
                return next(context);
            context.Response.Headers.RetryAfter = reset.ToString(CultureInfo.InvariantCulture);
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return Task.CompletedTask;
        }));
    }

    private static bool IsAnonymousPage(HttpContext context) =>
        context.User.Identity?.IsAuthenticated != true
        && !context.IsForPrograms()
        && context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is null;
}
