using System.Globalization;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Web.Accounts.Keys;
using CreamPie.Web.Http.Rates;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Http;

internal static class ApiRateLimit
{
    /// <summary>Runs after authentication: a caller is a key, a user, or a network if not signed in.</summary>
    public static void UseApiRateLimit(this WebApplication app)
    {
        var limit = app.Services.GetRequiredService<IOptions<RateOptions>>().Value.ApiCallsPerMinute;
        var rate = app.Services.GetRequiredService<SharedRates>()
            .Share("api", new CallRate(limit, app.Services.GetRequiredService<TimeProvider>()));
        app.UseWhen(RequestKind.IsForIntegrations, api => api.Use(async (context, next) =>
        {
            var (allowed, remaining, reset) = KeyTicket.CountedAs(context.User) is { } caller
                ? rate.Count(caller)
                : rate.Count(context.Connection.RemoteIpAddress);
            if (await context.IsWithinAsync(limit, allowed, remaining, reset))
                await next(context);
        }));
    }

    /// <summary>Says how many calls are left; false, and the answer is written, if none was.</summary>
    public static async Task<bool> IsWithinAsync(this HttpContext context, int limit, bool allowed, int remaining, int reset)
    {
        var headers = context.Response.Headers;
        headers["RateLimit-Limit"] = limit.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Remaining"] = remaining.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Reset"] = reset.ToString(CultureInfo.InvariantCulture);
        if (allowed)
            return true;
        headers.RetryAfter = reset.ToString(CultureInfo.InvariantCulture);
        await ProblemResponses.WriteAsync(context, 429, detail: $"More than {limit} calls a minute; try again in {reset} seconds.");
        return false;
    }
}
