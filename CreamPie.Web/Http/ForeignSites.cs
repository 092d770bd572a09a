using CreamPie.Web.Accounts;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;

namespace CreamPie.Web.Http;

/// <summary>Blocks what another site could do with a visitor's cookie.</summary>
internal static class ForeignSites
{
    /// <summary>
    /// On the API the cookie is valid only for our own pages' reads; everything else needs a token. Browsers do not send
    /// Sec-Fetch-Site over plain http to another machine, so its absence alone proves nothing.
    /// </summary>
    public static void UseCookieForReadsOnly(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (!context.IsForIntegrations()
            || context.User.Identity?.AuthenticationType != CreamPieScheme.Cookie
            || context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null
            || (IsRead(context.Request) && !IsForeign(context.Request)))
            await next(context);
        else
        {
            await ProblemResponses.WriteAsync(
                context, 403, "csrf", "The session cookie works for pages of this site only; use a bearer token.");
        }
    });

    /// <summary>Ends a form post without its token, with the same page for every target.</summary>
    public static void UseFormTokens(this WebApplication app)
    {
        app.UseAntiforgery();
        app.Use((context, next) =>
        {
            if (context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false })
                return next(context);
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        });
    }

    /// <summary>Browsers do not apply the same-origin rule to web sockets, so their origin is checked here.</summary>
    public static void UseSameOriginCircuits(this WebApplication app) => app.Use(async (context, next) =>
    {
        var origin = context.Request.Headers.Origin.ToString();
        if (context.Request.Path.StartsWithSegments("/_blazor") && origin.Length > 0
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var from)
                && string.Equals(
                    from.Authority,
                    new Uri($"{context.Request.Scheme}://{context.Request.Host}").Authority,
                    StringComparison.OrdinalIgnoreCase)))
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        else
            await next(context);
    });

    private static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    private static bool IsForeign(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site && site.ToString() is not ("same-origin" or "none");
}
