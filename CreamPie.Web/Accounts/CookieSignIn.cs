using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Components.Layout;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CreamPie.Web.Accounts;

internal static class CookieSignIn
{
    /// <summary>Starts a new session on each sign-in and ends the browser's earlier one.</summary>
    /// <param name="isProved">False for an identity provider, which may have answered from its own cookie without asking anybody.</param>
    /// <param name="provider">Issuer of the identity provider that began it; null for a password or a passkey.</param>
    public static async Task SignInWithCookieAsync(
        this HttpContext context, AppUser user, Sessions sessions, KnownDevices devices, bool isProved = true, string? provider = null)
    {
        await context.EndSessionAsync(sessions);
        var session = await sessions.StartForCookieAsync(
            user, context.Request.Headers.UserAgent.ToString(), context.Connection.RemoteIpAddress, isProved, provider,
            context.RequestAborted);
        await context.SignInAsync(CreamPieScheme.Cookie, SessionTicket.Of(session, CreamPieScheme.Cookie));
        devices.Remember(context, user.Email!);
        if ((await sessions.FindAsync(session, context.RequestAborted))?.Preferences.Theme is { } theme)
            context.KeepTheme(theme);
        await context.RequestServices.GetRequiredService<SignInAudit>()
            .AcceptedAsync(user, context.Connection.RemoteIpAddress, "Browser.", CancellationToken.None);
    }

    /// <summary>POST only, and only from our own form: binding the form makes the antiforgery middleware check its token.</summary>
    public static void MapSignOut(this WebApplication app)
    {
        app.MapPost("/account/sign-out", SignOutAsync).AllowAnonymous().ExcludeFromDescription();
        app.MapPost("/account/sign-out-everywhere", SignOutEverywhereAsync).RequireAuthorization().ExcludeFromDescription();
    }

    private static async Task<RedirectHttpResult> SignOutAsync(
        IFormCollection form, Caller caller, HttpContext context, Sessions sessions, AuditTrail audit)
    {
        await context.EndSessionAsync(sessions);
        if (caller.Id.Length > 0)
            await RecordEndAsync(audit, caller, "Signed out.");
        await context.LeaveNothingAsync();
        return TypedResults.LocalRedirect("/");
    }

    private static async Task<RedirectHttpResult> SignOutEverywhereAsync(
        IFormCollection form, Caller caller, HttpContext context, Sessions sessions, AuditTrail audit)
    {
        await sessions.RevokeAllAsync(caller.Id, except: null, context.RequestAborted);
        await RecordEndAsync(audit, caller, "Signed out everywhere.");
        await context.LeaveNothingAsync();
        return TypedResults.LocalRedirect("/");
    }

    /// <summary>Not "cookies": that a stranger cannot keep the owner out of this browser is to last (<see cref="KnownDevices"/>).</summary>
    public static Task LeaveNothingAsync(this HttpContext context)
    {
        context.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        return context.SignOutAsync(CreamPieScheme.Cookie);
    }

    private static Task RecordEndAsync(AuditTrail audit, Caller caller, string detail) =>
        audit.WriteAsync(caller, AuditAction.SessionEnd, caller.Name, AuditOutcome.Succeeded, detail, CancellationToken.None);

    private static async Task EndSessionAsync(this HttpContext context, Sessions sessions)
    {
        if (SessionTicket.SessionOf(context.User) is { } session)
            await sessions.RevokeAsync(session, context.RequestAborted);
    }
}
