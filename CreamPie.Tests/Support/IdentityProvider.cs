using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CreamPie.Tests.Support;

/// <summary>An OpenID Connect provider on loopback where everybody is signed in already, as whoever the test says.</summary>
internal sealed class IdentityProvider : IAsyncDisposable
{
    public const string ClientId = "creampie";
    public const string ClientSecret = "not a secret here";

    private readonly RSA _key = RSA.Create(2048);
    private readonly WebApplication _app;
    private string? _nonce;
    private string? _challenge;

    private IdentityProvider(WebApplication app) => _app = app;

    public string Issuer => _app.Urls.Single();

    /// <summary>What discovery document and tokens call it; null for the address.</summary>
    public string? CallsItself { get; set; }

    /// <summary>The claims of whoever signs in next.</summary>
    public Dictionary<string, object> Person { get; } = new()
    {
        ["sub"] = "person-1",
        ["email"] = "person@example.org",
        ["email_verified"] = true,
        ["name"] = "A Person",
    };

    /// <summary>How long ago the person gave a factor here; null for a provider that does not say.</summary>
    public TimeSpan? AuthenticatedAgo { get; set; } = TimeSpan.Zero;

    /// <summary>The query of the last sign-in that a client asked for.</summary>
    public IQueryCollection LastRequest { get; private set; } = QueryCollection.Empty;

    public IReadOnlyDictionary<string, string> Settings(string name = "Contoso") => new Dictionary<string, string>
    {
        ["Oidc:0:Name"] = name,
        ["Oidc:0:Issuer"] = Issuer,
        ["Oidc:0:ClientId"] = ClientId,
        ["Oidc:0:ClientSecret"] = ClientSecret,
    };

    public static async Task<IdentityProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = new IdentityProvider(builder.Build());
        provider.Map();
        await provider._app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private void Map()
    {
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(new Dictionary<string, object>
        {
            ["issuer"] = CallsItself ?? Issuer,
            ["authorization_endpoint"] = Issuer + "/authorize",
            ["token_endpoint"] = Issuer + "/token",
            ["userinfo_endpoint"] = Issuer + "/userinfo",
            ["jwks_uri"] = Issuer + "/keys",
            ["response_types_supported"] = new[] { "code" },
            ["subject_types_supported"] = new[] { "public" },
            ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
        }));
        _app.MapGet("/keys", () =>
        {
            var key = _key.ExportParameters(includePrivateParameters: false);
            var one = new { kty = "RSA", use = "sig", alg = "RS256", kid = "1", n = Text(key.Modulus!), e = Text(key.Exponent!) };
            return Results.Json(new { keys = new[] { one } });
        });
        _app.MapGet("/authorize", (HttpRequest request) =>
        {
            LastRequest = request.Query;
            (_nonce, _challenge) = (request.Query["nonce"], request.Query["code_challenge"]);
            var state = Uri.EscapeDataString(request.Query["state"].ToString());
            return Results.Redirect($"{request.Query["redirect_uri"]}?code=a-code&state={state}");
        });
        _app.MapPost("/token", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            var verified = Text(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) == _challenge;
            return verified && form["client_secret"] == ClientSecret && form["code"] == "a-code"
                ? Results.Json(new { access_token = "access", token_type = "Bearer", expires_in = 300, id_token = IdToken() })
                : Results.BadRequest(new { error = "invalid_grant" });
        });
        _app.MapGet("/userinfo", () => Results.Json(Person));
    }

    private string IdToken() => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = CallsItself ?? Issuer,
        Audience = ClientId,
        Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(5),
        Claims = ClaimsOfToken(),
        SigningCredentials = new SigningCredentials(new RsaSecurityKey(_key) { KeyId = "1" }, SecurityAlgorithms.RsaSha256),
    });

    private Dictionary<string, object> ClaimsOfToken()
    {
        var claims = new Dictionary<string, object> { ["sub"] = Person["sub"], ["nonce"] = _nonce ?? "" };
        if (AuthenticatedAgo is { } ago)
            claims["auth_time"] = (TimeProvider.System.GetUtcNow() - ago).ToUnixTimeSeconds();
        return claims;
    }

    private static string Text(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
