using System.Globalization;
using CreamPie.Core.Accounts.External;
using CreamPie.Web.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace CreamPie.Web.Accounts.External;

internal static class OidcServices
{
    public static string SchemeOf(int index) => string.Create(CultureInfo.InvariantCulture, $"oidc-{index}");

    /// <summary>One scheme per configured provider; what comes back goes to <see cref="ExternalReturn"/>.</summary>
    public static void AddOidc(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<OidcOptions>()
            .Configure<IConfiguration>((oidc, configuration) => oidc.Providers = OidcOptions.Read(configuration))
            .Validate(
                OidcOptions.AreComplete,
                "Oidc__0__Name, Oidc__0__Issuer, Oidc__0__ClientId and Oidc__0__ClientSecret are needed for each provider.")
            .Validate(OidcOptions.HaveSafeIssuers, "Oidc__0__Issuer must be an https address, like https://id.example.org.")
            .Validate(OidcOptions.HaveRoles, "Oidc__0__RoleClaim needs Oidc__0__AdminRole or Oidc__0__AnalystRole, and they need it.");
        builder.Services.AddOptions<ConfiguredProviders>().Configure<IOptions<OidcOptions>>(
            (known, oidc) => known.Issuers = [.. oidc.Value.Providers.Select(p => p.Issuer)]);
        builder.Services.AddScoped<ExternalReturn>();
        builder.Services.AddScoped<ExternalEntry>();
        builder.Services.AddSingleton<EntryCookie>();
        builder.Services.AddSingleton<ExternalStart>();

        var authentication = builder.Services.AddAuthentication();
        foreach (var (index, provider) in OidcOptions.Read(builder.Configuration).Index())
        {
            authentication.AddOpenIdConnect(SchemeOf(index), provider.Name, o => Configure(o, index, provider));
            builder.Services.AddOptions<OpenIdConnectOptions>(SchemeOf(index))
                .Configure<IOptions<HostingOptions>>((o, hosting) =>
                {
                    o.CorrelationCookie = Cookie("oidc-state.", hosting.Value);
                    o.NonceCookie = Cookie("oidc-nonce.", hosting.Value);
                });
        }
    }

    private static void Configure(OpenIdConnectOptions o, int index, OidcProvider provider)
    {
        o.Authority = provider.Issuer;
        o.ClientId = provider.ClientId;
        o.ClientSecret = provider.ClientSecret;
        o.RequireHttpsMetadata = !provider.Issuer.StartsWith("http://", StringComparison.Ordinal);
        o.CallbackPath = string.Create(CultureInfo.InvariantCulture, $"/account/external/{index}/callback");
        o.ResponseType = OpenIdConnectResponseType.Code;
        // A cookie comes back with a redirect, and with a form of another site only over https.
        o.ResponseMode = OpenIdConnectResponseMode.Query;
        o.UsePkce = true;
        o.SignInScheme = CreamPieScheme.Cookie;
        o.MapInboundClaims = false;
        o.SaveTokens = false;
        o.DisableTelemetry = true;
        o.Scope.Add("email");
        // Many providers tell the address there only.
        o.GetClaimsFromUserInfoEndpoint = true;
        o.ClaimActions.MapUniqueJsonKey("email_verified", "email_verified");
        if (provider.RoleClaim.Length > 0)
            o.ClaimActions.MapJsonKey(provider.RoleClaim, provider.RoleClaim);
        o.Events.OnRedirectToIdentityProvider = context =>
        {
            if (ExternalStart.PurposeOf(context.Properties) == ExternalPurpose.Prove)
            {
                context.ProtocolMessage.Prompt = OpenIdConnectPrompt.Login;
                // A provider that is asked so must say in the token when it was (OpenID Connect Core 1.0, 3.1.2.1).
                context.ProtocolMessage.MaxAge = "0";
            }
            return OidcIssuer.CheckAsync(context, provider, index);
        };
        o.Events.OnTokenValidated = context => OidcIssuer.CheckAsync(context, provider, index);
        o.Events.OnTicketReceived = context =>
            context.HttpContext.RequestServices.GetRequiredService<ExternalReturn>().ReceiveAsync(context, provider);
        o.Events.OnRemoteFailure = context =>
        {
            context.HandleResponse();
            context.Response.Redirect("/account/sign-in?external=failed");
            return Task.CompletedTask;
        };
    }

    private static CookieBuilder Cookie(string name, HostingOptions hosting) => new()
    {
        Name = (hosting.IsHttps ? "__Host-creampie-" : "creampie-") + name,
        HttpOnly = true,
        IsEssential = true,
        Path = "/",
        SameSite = SameSiteMode.Lax,
        SecurePolicy = hosting.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest,
    };
}
