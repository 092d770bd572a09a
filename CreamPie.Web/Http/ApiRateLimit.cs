using System.Globalization;
using System.Security.Claims;
using CreamPie.Core.Accounts;

namespace CreamPie.Web.Http;

internal static class ApiRateLimit
{
    private const int PerMinute = 1_200;

    /// <summary>Runs after authentication: a caller is a user, or a network if not signed in.</summary>
    public static void UseApiRateLimit(this WebApplication app)
    {
        var rate = new CallRate(PerMinute, app.Services.GetRequiredService<TimeProvider>());
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), api => api.Use(async (context, next) =>
        {
            var (allowed, remaining, reset) = context.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } user
                ? rate.Count(user)
                : rate.Count(context.Connection.RemoteIpAddress);
            var headers = context.Response.Headers;
            headers["RateLimit-Limit"] = PerMinute.ToString(CultureInfo.InvariantCulture);
            headers["RateLimit-Remaining"] = remaining.ToString(CultureInfo.InvariantCulture);
            headers["RateLimit-Reset"] = reset.ToString(CultureInfo.InvariantCulture);
            if (allowed)
            {
                await next(context);
                return;
            }
            headers.RetryAfter = reset.ToString(CultureInfo.InvariantCulture);
            await ProblemResponses.WriteAsync(context, 429, detail: $"More than {PerMinute} calls a minute; try again in {reset} seconds.");
        }));
    }
}
