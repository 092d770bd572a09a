using CreamPie.Core.Accounts;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Hosting;
using CreamPie.Web.Http;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Accounts;

internal static class IdentityServices
{
    /// <summary>Adds authentication (cookie or bearer token, both naming a session) and authorization (default deny).</summary>
    public static void AddCreamPieIdentity(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddAccounts().AddDefaultTokenProviders();
        services.AddDataProtection().SetApplicationName("CreamPie").PersistKeysToDbContext<CreamPieDbContext>();

        services.AddSingleton<AccessTokens>();
        services.AddScoped<CurrentCaller>();
        services.AddScoped<AuthenticationStateProvider, SessionAuthenticationState>();
        services.AddHttpContextAccessor();
        services.AddScoped(provider => CallerOfRequest.Of(provider.GetRequiredService<IHttpContextAccessor>().HttpContext?.User));
        services.AddCascadingAuthenticationState();
        services.AddFirstAdmin();
        services.AddRegistration();
        services.AddSchemes();
        services.AddPolicies();
    }

    private static void AddSchemes(this IServiceCollection services)
    {
        services.AddAuthentication(CreamPieScheme.CookieOrBearer)
            .AddPolicyScheme(CreamPieScheme.CookieOrBearer, null, o => o.ForwardDefaultSelector = context =>
                context.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
                    ? CreamPieScheme.Bearer
                    : CreamPieScheme.Cookie)
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
        cookie.Name = hosting.IsHttps ? "__Host-" + name : name;
        cookie.SecurePolicy = hosting.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        cookie.SameSite = sameSite;
        cookie.HttpOnly = true;
        cookie.Path = "/";
    }

    private static async Task CheckSessionAsync(CookieValidatePrincipalContext context)
    {
        var user = SessionTicket.SessionOf(context.Principal) is { } session
            ? await context.HttpContext.RequestServices.GetRequiredService<Sessions>()
                .FindAsync(session, context.HttpContext.RequestAborted)
            : null;
        if (user is null)
            context.RejectPrincipal();
        else
            context.ReplacePrincipal(user.ToPrincipal(CreamPieScheme.Cookie));
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
