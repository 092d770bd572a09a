using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Preferring;
using CreamPie.Core.Accounts.SignedIn;
using CreamPie.Web.Api.Contract;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CreamPie.Web.Api;

/// <summary>The caller's own sessions and preferences.</summary>
internal static class OwnAccountApi
{
    public static void MapOwnAccountApi(this IEndpointRouteBuilder app)
    {
        var me = app.MapGroup("/api/users/me").WithTags("Users").RequireAuthorization();
        me.MapGet("/sessions", SessionsAsync).Named("ListMySessions", "Your sessions", "Your sign-ins that are still valid.");
        me.MapDelete("/sessions/{id}", EndAsync).Named("EndMySession", "End a session", "Ends one of your sessions.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        me.MapDelete("/sessions/others", EndOthersAsync)
            .Named("EndMyOtherSessions", "End other sessions", "Ends all your sessions but this one.");
        me.MapGet("/preferences", PreferencesAsync)
            .Named("GetMyPreferences", "Your preferences", "How you want the pages; null follows the default.");
        me.MapPut("/preferences", SaveAsync)
            .Named("SaveMyPreferences", "Save preferences", "Replaces your preferences; what is missing follows the default.");
    }

    private static async Task<Ok<SessionsResponse>> SessionsAsync(
        Caller caller, OwnSessions sessions, HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new SessionsResponse(await sessions.ListAsync(caller, cancellationToken)));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> EndAsync(
        [Text(Format = "uuid")] string id, Caller caller, OwnSessions sessions, CancellationToken cancellationToken) =>
        Guid.TryParse(id, out var session) && await sessions.EndAsync(caller, session, cancellationToken)
            ? TypedResults.NoContent()
            : Problems.NotFound("session", "You have no such session, or it has ended.");

    private static async Task<NoContent> EndOthersAsync(Caller caller, OwnSessions sessions, CancellationToken cancellationToken)
    {
        await sessions.EndOthersAsync(caller, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<PreferenceValues>> PreferencesAsync(
        Caller caller, OwnPreferences preferences, HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await preferences.FindAsync(caller, cancellationToken));
    }

    private static async Task<Results<Ok<PreferenceValues>, ProblemHttpResult>> SaveAsync(
        PreferenceValues values, Caller caller, OwnPreferences preferences, CancellationToken cancellationToken) =>
        await preferences.SaveAsync(caller, values, cancellationToken) is { } problem
            ? Problems.Invalid("preferences", problem)
            : TypedResults.Ok(values);

    internal sealed record SessionsResponse(IReadOnlyList<OwnSession> Sessions);
}
