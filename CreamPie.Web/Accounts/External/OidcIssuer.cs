using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace CreamPie.Web.Accounts.External;

/// <summary>
/// A provider must call itself what the settings call it (OpenID Connect Discovery 1.0, 4.3), or people would be linked to whatever a
/// document of its says. A slash at the end means nothing.
/// </summary>
internal static partial class OidcIssuer
{
    /// <summary>In the discovery document, before anybody is sent there.</summary>
    public static async Task CheckAsync(RedirectContext context, OidcProvider provider, int index)
    {
        OpenIdConnectConfiguration document =
            await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted);
        if (IsSame(document.Issuer, provider))
            return;
        Log.Differs(LogOf(context.HttpContext), index, provider.Issuer, document.Issuer);
        context.HandleResponse();
        context.Response.Redirect("/account/sign-in?external=issuer");
    }

    /// <summary>In the token.</summary>
    public static Task CheckAsync(TokenValidatedContext context, OidcProvider provider, int index)
    {
        var issuer = context.SecurityToken.Issuer;
        if (IsSame(issuer, provider))
            return Task.CompletedTask;
        Log.Differs(LogOf(context.HttpContext), index, provider.Issuer, issuer);
        context.Fail("The token is of another issuer.");
        return Task.CompletedTask;
    }

    private static bool IsSame(string? issuer, OidcProvider provider) => issuer?.TrimEnd('/') == provider.Issuer;

    private static ILogger LogOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(OidcIssuer));

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Error,
            "Nobody can sign in there: Oidc__{Index}__Issuer is {Configured}, but the provider calls itself {Issuer}. "
            + "If that is right, set it so.")]
        public static partial void Differs(ILogger logger, int index, string configured, string? issuer);
    }
}
