using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.SignedIn;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CreamPie.Web.Accounts.Own;

/// <summary>The buttons beside one's sessions. Binding the form makes the antiforgery middleware check its token.</summary>
internal static class OwnSessionEndpoints
{
    public static void MapOwnSessions(this WebApplication app)
    {
        app.MapPost("/account/sessions/end", EndAsync).RequireAuthorization().ExcludeFromDescription();
        app.MapPost("/account/sessions/end-others", EndOthersAsync).RequireAuthorization().ExcludeFromDescription();
    }

    private static async Task<RedirectHttpResult> EndAsync(
        [FromForm] Guid id, Caller caller, OwnSessions sessions, CancellationToken cancellationToken)
    {
        await sessions.EndAsync(caller, id, cancellationToken);
        return TypedResults.LocalRedirect("/account");
    }

    private static async Task<RedirectHttpResult> EndOthersAsync(
        IFormCollection form, Caller caller, OwnSessions sessions, CancellationToken cancellationToken)
    {
        await sessions.EndOthersAsync(caller, cancellationToken);
        return TypedResults.LocalRedirect("/account");
    }
}
