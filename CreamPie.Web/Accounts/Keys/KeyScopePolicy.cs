using System.Security.Claims;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Http;
using Microsoft.AspNetCore.Authorization;

namespace CreamPie.Web.Accounts.Keys;

/// <summary>The scope that a key needs at an endpoint. An endpoint that names none refuses every key.</summary>
/// <param name="Scope">What the key must have.</param>
/// <param name="ReadsByPost">True where a protocol reads by POST.</param>
internal sealed record RequiredKeyScope(KeyScopes Scope, bool ReadsByPost = false);

internal static class KeyScopePolicy
{
    /// <summary>Opens endpoints to keys of a scope; the last one said counts, and <see cref="KeyScopes.None"/> closes them again.</summary>
    public static TBuilder ForKeys<TBuilder>(this TBuilder endpoints, KeyScopes scope, bool readsByPost = false)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new RequiredKeyScope(scope, readsByPost));

    public static KeyScopes KeyScope(this Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<RequiredKeyScope>()?.Scope ?? KeyScopes.None;

    /// <summary>Runs after authentication; roles are checked besides, by the endpoint's own policy.</summary>
    public static void UseKeyScopes(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (!context.User.IsKey() || context.GetEndpoint() is not { } endpoint)
        {
            await next(context);
            return;
        }
        var needed = endpoint.KeyScope();
        var readsByPost = endpoint.Metadata.GetMetadata<RequiredKeyScope>() is { ReadsByPost: true };
        if (IsGranted(needed, KeyTicket.ScopesOf(context.User), context.Request.Method, readsByPost))
        {
            await next(context);
        }
        else if (needed == KeyScopes.None && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            // What is open to everybody is open without the key, too: there it means nothing.
            context.User = new ClaimsPrincipal(new ClaimsIdentity());
            await next(context);
        }
        else
        {
            await RefuseAsync(context, needed);
        }
    });

    /// <summary>Reading changes nothing, whatever an endpoint of a group that is open to readers does.</summary>
    private static bool IsGranted(KeyScopes needed, KeyScopes granted, string method, bool readsByPost) =>
        needed != KeyScopes.None && granted.HasFlag(needed)
        && (needed != KeyScopes.Read || readsByPost || HttpMethods.IsGet(method) || HttpMethods.IsHead(method));

    private static async Task RefuseAsync(HttpContext context, KeyScopes needed)
    {
        var why = needed is KeyScopes.Track or KeyScopes.Admin
            ? $"This needs an API key with the scope {needed.ToString().ToLowerInvariant()}."
            : "API keys cannot do this: use a bearer token.";
        await context.RequestServices.GetRequiredService<RefusedCommands>().WriteAsync(context, why);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        if (context.IsForPrograms())
            await ProblemResponses.WriteAsync(context, StatusCodes.Status403Forbidden, "keyScope", why);
    }
}
