using CreamPie.Core.Accounts;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CreamPie.Web.Accounts;

internal static class CookieSignIn
{
    /// <summary>Starts a new session on each sign-in and ends the browser's earlier one.</summary>
    public static async Task SignInWithCookieAsync(this HttpContext context, AppUser user, Sessions sessions)
    {
        await context.EndSessionAsync(sessions);
        var session = await sessions.StartForCookieAsync(
            user.Id, context.Request.Headers.UserAgent.ToString(), context.Connection.RemoteIpAddress, context.RequestAborted);
        await context.SignInAsync(CreamPieScheme.Cookie, SessionTicket.Of(session, CreamPieScheme.Cookie));
    }

    /// <summary>POST only, and only from our own form: binding the form makes the antiforgery middleware check its token.</summary>
    public static void MapSignOut(this WebApplication app)
    {
        app.MapPost("/account/sign-out", SignOutAsync).AllowAnonymous().ExcludeFromDescription();
        app.MapPost("/account/sign-out-everywhere", SignOutEverywhereAsync).RequireAuthorization().ExcludeFromDescription();
    }

    private static async Task<RedirectHttpResult> SignOutAsync(IFormCollection form, HttpContext context, Sessions sessions)
    {
        await context.EndSessionAsync(sessions);
        await context.SignOutAsync(CreamPieScheme.Cookie);
        return TypedResults.LocalRedirect("/");
    }

    private static async Task<RedirectHttpResult> SignOutEverywhereAsync(
        IFormCollection form, Caller caller, HttpContext context, Sessions sessions)
    {
        await sessions.RevokeAllAsync(caller.Id, except: null, context.RequestAborted);
        await context.SignOutAsync(CreamPieScheme.Cookie);
        return TypedResults.LocalRedirect("/");
    }

    private static async Task EndSessionAsync(this HttpContext context, Sessions sessions)
    {
        if (SessionTicket.SessionOf(context.User) is { } session)
            await sessions.RevokeAsync(session, context.RequestAborted);
    }
}
