using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Claims;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Accounts.Factors;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Accounts;
using CreamPie.Web.Accounts.Factors;
using CreamPie.Web.Api.Contract;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Api;

/// <summary>Sign-in for programs: a short-lived access token, and a refresh token that is valid once.</summary>
internal static class AuthApi
{
    public static void MapAuthApi(this IEndpointRouteBuilder app)
    {
        var auth = app.MapGroup("/api/auth").WithTags("Authentication");
        auth.MapPost("/login", LoginAsync).AllowAnonymous().WithSecret()
            .Named("SignIn", "Sign in", "Tokens for an e-mail address and its password; with a code, where the account asks for one.")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
        auth.MapPost("/refresh", RefreshAsync).AllowAnonymous().WithSecret()
            .Named("RefreshTokens", "New tokens", "Exchanges the refresh token for new tokens; each works once.")
            .ProducesProblem(StatusCodes.Status401Unauthorized);
        auth.MapPost("/logout", LogoutAsync).RequireAuthorization()
            .Named("SignOut", "Sign out", "Ends this session and revokes its tokens.");
    }

    private static async Task<Results<Ok<TokenResponse>, ProblemHttpResult>> LoginAsync(
        LoginRequest request, PasswordSignIn signIn, CodeEntry codes, SignInAudit audit, Sessions sessions, AccessTokens tokens,
        IOptions<AccountsOptions> accounts, HttpContext context, CancellationToken cancellationToken)
    {
        if (accounts.Value.OnlyOidc)
            return Problems.Of(
                StatusCodes.Status403Forbidden, "passwordsOff", "This server has no passwords: sign in at its identity provider.");
        if (string.IsNullOrWhiteSpace(request.Email) || string.IsNullOrEmpty(request.Password))
            return Problems.Invalid("credentials", "The body needs \"email\" and \"password\".");
        switch (await signIn.CheckAsync(request.Email, request.Password, new(context.Connection.RemoteIpAddress), cancellationToken))
        {
            case SignInResult.Accepted { User.TwoFactorEnabled: true } when string.IsNullOrWhiteSpace(request.Code):
                return Problems.Of(
                    StatusCodes.Status401Unauthorized, "twoFactorRequired",
                    "The password is right, and this account needs a code as well: send it as \"code\".");
            case SignInResult.Accepted { User.TwoFactorEnabled: true } accepted
                when !await codes.IsRightAsync(accepted.User, request.Code!, context):
                return Problems.Of(StatusCodes.Status401Unauthorized, "twoFactorRefused", SecondFactor.RefusedText);
            case SignInResult.Accepted accepted:
                var (session, refresh) = await sessions.StartForTokenAsync(
                    accepted.User, context.Request.Headers.UserAgent.ToString(), context.Connection.RemoteIpAddress, cancellationToken);
                await audit.AcceptedAsync(accepted.User, context.Connection.RemoteIpAddress, "API.", CancellationToken.None);
                return Answer(tokens, session, refresh, context);
            case SignInResult.TooMany tooMany:
                context.Response.Headers.RetryAfter = tooMany.RetrySeconds.ToString(CultureInfo.InvariantCulture);
                return Problems.Of(StatusCodes.Status429TooManyRequests, "rateLimited", PasswordSignIn.TooManyText(tooMany.RetrySeconds));
            default:
                await audit.RefusedAsync(request.Email, context.Connection.RemoteIpAddress, "API.", CancellationToken.None);
                return Problems.Of(StatusCodes.Status401Unauthorized, "signInRefused", PasswordSignIn.RefusedText);
        }
    }

    private static async Task<Results<Ok<TokenResponse>, ProblemHttpResult>> RefreshAsync(
        RefreshRequest request, Sessions sessions, AccessTokens tokens, HttpContext context, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(request.RefreshToken))
            return Problems.Invalid("credentials", "The body needs \"refreshToken\".");
        return await sessions.RotateAsync(request.RefreshToken, cancellationToken) is var (session, next)
            ? Answer(tokens, session, next, context)
            : Problems.Of(
                StatusCodes.Status401Unauthorized, "refreshRefused",
                "This refresh token was already used, has expired, or its session has ended; sign in again.");
    }

    private static async Task<NoContent> LogoutAsync(
        ClaimsPrincipal user, Caller caller, Sessions sessions, AuditTrail audit, CancellationToken cancellationToken)
    {
        if (SessionTicket.SessionOf(user) is { } session)
            await sessions.RevokeAsync(session, cancellationToken);
        await audit.WriteAsync(
            caller, AuditAction.SessionEnd, caller.Name, AuditOutcome.Succeeded, "Signed out (API).", CancellationToken.None);
        return TypedResults.NoContent();
    }

    private static Ok<TokenResponse> Answer(AccessTokens tokens, Guid session, string refresh, HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new TokenResponse("Bearer", tokens.Issue(session), (int)AccessTokens.Life.TotalSeconds, refresh));
    }

    internal sealed record LoginRequest([property: Required] string? Email, [property: Required] string? Password, string? Code = null);

    internal sealed record RefreshRequest([property: Required] string? RefreshToken);

    internal sealed record TokenResponse(string TokenType, string AccessToken, int ExpiresIn, string RefreshToken);
}
