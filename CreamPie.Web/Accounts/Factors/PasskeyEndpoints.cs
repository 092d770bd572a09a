using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Factors;
using CreamPie.Core.Accounts.Limits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Accounts.Factors;

/// <summary>What the script of the passkey pages fetches. Binding the form makes the antiforgery middleware check its token.</summary>
internal static class PasskeyEndpoints
{
    public static void MapPasskeys(this WebApplication app)
    {
        app.MapPost("/account/passkeys/new", NewAsync).RequireAuthorization().ExcludeFromDescription();
        app.MapPost("/account/passkeys/ask", AskAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<Results<ContentHttpResult, Conflict>> NewAsync(
        IFormCollection form, Caller caller, HttpContext context, Passkeys passkeys, PasskeyCeremony ceremony,
        CancellationToken cancellationToken) =>
        await passkeys.MayAddAsync(caller, cancellationToken) is { } user
            ? Json(await ceremony.BeginAddingAsync(context, user))
            : TypedResults.Conflict();

    private static async Task<Results<ContentHttpResult, StatusCodeHttpResult>> AskAsync(
        IFormCollection form, HttpContext context, SignInRate rate, PasskeyCeremony ceremony, IOptions<AccountsOptions> accounts) =>
        accounts.Value.OnlyOidc ? TypedResults.StatusCode(StatusCodes.Status403Forbidden)
            : rate.Count(context.Connection.RemoteIpAddress).Allowed ? Json(await ceremony.BeginAskingAsync(context))
            : TypedResults.StatusCode(StatusCodes.Status429TooManyRequests);

    private static ContentHttpResult Json(string text) => TypedResults.Content(text, "application/json");
}
