using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Factors;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Accounts.External;
using CreamPie.Web.Accounts.Factors;
using CreamPie.Web.Accounts.Keys;
using CreamPie.Web.Accounts.Recovery;
using CreamPie.Web.Hosting;
using CreamPie.Web.Http;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Accounts;

internal static class IdentityServices
{
    /// <summary>Adds authentication (cookie or bearer token, both naming a session; or API key) and authorization (default deny).</summary>
    public static void AddCreamPieIdentity(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddAccounts()
            .AddDefaultTokenProviders()
            .AddTokenProvider<TotpProvider>(TokenOptions.DefaultAuthenticatorProvider)
            .AddTokenProvider<OneHourTokens>(OneHourTokens.ProviderName);
        services.Configure<IdentityOptions>(o =>
        {
            o.Tokens.PasswordResetTokenProvider = OneHourTokens.ProviderName;
            o.Tokens.ChangeEmailTokenProvider = OneHourTokens.ProviderName;
        });
        builder.AddKeyRing();

        services.AddSingleton<AccessTokens>();
        services.AddSingleton<KnownDevices>();
        services.AddScoped<CurrentCaller>();
        services.AddScoped<AuthenticationStateProvider, SessionAuthenticationState>();
        services.AddScoped<CircuitHandler, SessionUse>();
        services.AddHttpContextAccessor();
        services.AddScoped(provider => CallerOfRequest.Of(provider.GetRequiredService<IHttpContextAccessor>().HttpContext));
        services.AddCascadingAuthenticationState();
        services.AddFirstAdmin();
        services.AddRegistration();
        services.AddRecovery();
        services.AddFactors();
        services.AddSchemes();
        services.AddPolicies();
        builder.AddOidc();
    }

    private static void AddSchemes(this IServiceCollection services)
    {
        services.AddAuthentication(CreamPieScheme.CookieOrBearer)
            .AddPolicyScheme(CreamPieScheme.CookieOrBearer, null, o => o.ForwardDefaultSelector = context =>
                ApiKeyHandler.IsMeant(context.Request) ? CreamPieScheme.ApiKey
                : context.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
                    ? CreamPieScheme.Bearer
                    : CreamPieScheme.Cookie)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(CreamPieScheme.ApiKey, null)
            .AddBearerToken(CreamPieScheme.Bearer, o => o.Events.OnMessageReceived = context =>
                context.HttpContext.RequestServices.GetRequiredService<AccessTokens>().CheckAsync(context))
            .AddCookie(CreamPieScheme.Cookie, o =>
            {
                o.LoginPath = "/account/sign-in";
                o.LogoutPath = "/account/sign-out";
                o.AccessDeniedPath = "/account/denied";
                o.ReturnUrlParameter = "returnUrl";
                o.ExpireTimeSpan = Sessions.CookieLife;
                o.SlidingExpiration = false;
                o.Events.OnValidatePrincipal = CheckSessionAsync;
                // The pages do it themselves, by LocalUrl: the handler would take any returnUrl.
                o.Events.OnRedirectToReturnUrl = _ => Task.CompletedTask;
                o.Events.OnRedirectToLogin = context => Answer(context, StatusCodes.Status401Unauthorized);
                o.Events.OnRedirectToAccessDenied = context => Answer(context, StatusCodes.Status403Forbidden);
            });
        services.AddOptions<CookieAuthenticationOptions>(CreamPieScheme.Cookie)
            .Configure<IOptions<HostingOptions>>((o, hosting) => Name(o.Cookie, "creampie", SameSiteMode.Lax, hosting.Value));
        services.AddOptions<AntiforgeryOptions>()
            .Configure<IOptions<HostingOptions>>((o, hosting) => Name(o.Cookie, "creampie-form", SameSiteMode.Strict, hosting.Value));
    }

    private static void AddPolicies(this IServiceCollection services) => services.AddAuthorizationBuilder()
        .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
        .AddPolicy(Policies.Analyst, policy => policy.RequireRole(Roles.Analyst, Roles.Admin))
        .AddPolicy(Policies.Admin, policy => policy.RequireRole(Roles.Admin));

    private static void Name(CookieBuilder cookie, string name, SameSiteMode sameSite, HostingOptions hosting)
    {
        cookie.Name = hosting.CookiePrefix + name;
        cookie.SecurePolicy = hosting.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        cookie.SameSite = sameSite;
        cookie.HttpOnly = true;
        cookie.Path = hosting.CookiePath;
    }

    private static async Task CheckSessionAsync(CookieValidatePrincipalContext context)
    {
        var sessions = context.HttpContext.RequestServices.GetRequiredService<Sessions>();
        var user = SessionTicket.SessionOf(context.Principal) is { } session
            ? await sessions.FindAsync(session, context.HttpContext.RequestAborted)
            : null;
        if (user is null)
        {
            context.RejectPrincipal();
            return;
        }
        sessions.Use(user.Session);
        context.ReplacePrincipal(user.ToPrincipal(CreamPieScheme.Cookie));
        context.HttpContext.Features.Set(user);
    }

    private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (!context.HttpContext.IsForPrograms())
        {
            context.Response.Redirect(context.RedirectUri);
            return Task.CompletedTask;
        }
        context.Response.StatusCode = status;
        if (status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }
}

internal static class Policies
{
    public const string Analyst = Roles.Analyst;
    public const string Admin = Roles.Admin;
}
