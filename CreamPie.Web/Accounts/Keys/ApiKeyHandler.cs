using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using CreamPie.Core.Accounts.Keys;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Accounts.Keys;

/// <summary>
/// Signs a call in by its API key, and by nothing else: whoever sends a key is not asked for a cookie or a token, and a key in the address
/// is none.
/// </summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, ApiKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string Header = "X-Api-Key";
    private const string Bearer = "Bearer ";
    private LimitReachedException? _limit;

    public static bool IsMeant(HttpRequest request) =>
        request.Headers.ContainsKey(Header) || BearerOf(request)?.StartsWith(KeyText.Prefix, StringComparison.Ordinal) == true;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var text = Request.Headers.TryGetValue(Header, out var header) ? header.ToString() : BearerOf(Request);
        var address = Context.Connection.RemoteIpAddress;
        OpenKey? key;
        try
        {
            key = await keys.FindAsync(text?.Trim(), address, Context.RequestAborted);
        }
        catch (LimitReachedException limit)
        {
            _limit = limit;
            return AuthenticateResult.Fail(limit.Message);
        }
        if (key is null)
            return AuthenticateResult.Fail("The key is not ours, was revoked, has expired, or its owner has lost access.");
        // An admin's key reads what an analyst reads, unless the endpoint is for admins.
        var caller = Context.GetEndpoint().KeyScope() == KeyScopes.Read ? key.Reader : key.Owner;
        return AuthenticateResult.Success(new(KeyTicket.Of(key, caller), Scheme.Name));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (_limit is not null)
        {
            Response.Headers.RetryAfter = _limit.RetrySeconds.ToString(CultureInfo.InvariantCulture);
            await ProblemResponses.WriteAsync(Context, StatusCodes.Status429TooManyRequests, detail: _limit.Message);
            return;
        }
        Response.Headers.WWWAuthenticate = "Bearer";
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        if (Context.IsForPrograms())
        {
            await ProblemResponses.WriteAsync(
                Context, StatusCodes.Status401Unauthorized, "invalidKey",
                "The API key does not work: it was revoked, has expired, or its owner has lost access.");
        }
    }

    private static string? BearerOf(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var header && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? header[Bearer.Length..].Trim()
            : null;
}

/// <summary>Converts a key to and from the claims of authorization.</summary>
internal static class KeyTicket
{
    private const string Key = "key";
    private const string KeyName = "key_name";
    private const string Scopes = "key_scopes";

    public static ClaimsPrincipal Of(OpenKey key, CreamPie.Core.Accounts.Caller caller) => new(new ClaimsIdentity(
        [
            new Claim(Key, key.Id.ToString("N")),
            new Claim(KeyName, caller.ApiKey ?? ""),
            new Claim(Scopes, key.Scopes.ToString()),
            new Claim(ClaimTypes.NameIdentifier, caller.Id),
            new Claim(ClaimTypes.Name, caller.Name),
            .. caller.Roles.Select(role => new Claim(ClaimTypes.Role, role)),
        ],
        CreamPieScheme.ApiKey));

    public static bool IsKey(this ClaimsPrincipal user) => user.Identity?.AuthenticationType == CreamPieScheme.ApiKey;

    /// <summary>Null for a caller without a key.</summary>
    public static string? NameOf(ClaimsPrincipal user) => user.FindFirstValue(KeyName);

    public static KeyScopes ScopesOf(ClaimsPrincipal user) =>
        Enum.TryParse<KeyScopes>(user.FindFirstValue(Scopes), out var scopes) ? scopes : KeyScopes.None;

    /// <summary>What calls are counted by: a key has a count of its own. Null for a visitor.</summary>
    public static string? CountedAs(ClaimsPrincipal user) =>
        user.FindFirstValue(Key) is { } key ? "key " + key : user.FindFirstValue(ClaimTypes.NameIdentifier);
}
