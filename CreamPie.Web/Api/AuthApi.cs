using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Claims;
using CreamPie.Core.Accounts;
using CreamPie.Web.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CreamPie.Web.Api;

/// <summary>Sign-in for programs: a short-lived access token, and a refresh token that is valid once.</summary>
internal static class AuthApi
{
    public static void MapAuthApi(this WebApplication app)
    {
        var auth = app.MapGroup("/api/auth").WithTags("Authentication");
        auth.MapPost("/login", LoginAsync).AllowAnonymous().WithSummary("Sign in with e-mail and password.");
        auth.MapPost("/refresh", RefreshAsync).AllowAnonymous().WithSummary("Exchange the refresh token for new tokens; each works once.");
        auth.MapPost("/logout", LogoutAsync).RequireAuthorization().WithSummary("End this session and revoke its tokens.");
    }

    private static async Task<Results<Ok<TokenResponse>, ProblemHttpResult>> LoginAsync(
        LoginRequest request, PasswordSignIn signIn, Sessions sessions, AccessTokens tokens, HttpContext context,
        CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.Email) || string.IsNullOrEmpty(request.Password))
            return Problems.Invalid("credentials", "The body needs \"email\" and \"password\".");
        switch (await signIn.CheckAsync(request.Email, request.Password, context.Connection.RemoteIpAddress, cancellationToken))
        {
            case SignInResult.Accepted accepted:
                var (session, refresh) = await sessions.StartForTokenAsync(
                    accepted.User.Id, context.Request.Headers.UserAgent.ToString(), context.Connection.RemoteIpAddress, cancellationToken);
                return Answer(tokens, session, refresh, context);
            case SignInResult.TooMany tooMany:
                context.Response.Headers.RetryAfter = tooMany.RetrySeconds.ToString(CultureInfo.InvariantCulture);
                return Problems.Of(StatusCodes.Status429TooManyRequests, "rateLimited", PasswordSignIn.TooManyText(tooMany.RetrySeconds));
            default:
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

    private static async Task<NoContent> LogoutAsync(ClaimsPrincipal user, Sessions sessions, CancellationToken cancellationToken)
    {
        if (SessionTicket.SessionOf(user) is { } session)
            await sessions.RevokeAsync(session, cancellationToken);
        return TypedResults.NoContent();
    }

    private static Ok<TokenResponse> Answer(AccessTokens tokens, Guid session, string refresh, HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new TokenResponse("Bearer", tokens.Issue(session), (int)AccessTokens.Life.TotalSeconds, refresh));
    }

    internal sealed record LoginRequest([property: Required] string? Email, [property: Required] string? Password);

    internal sealed record RefreshRequest([property: Required] string? RefreshToken);

    internal sealed record TokenResponse(string TokenType, string AccessToken, int ExpiresIn, string RefreshToken);
}
