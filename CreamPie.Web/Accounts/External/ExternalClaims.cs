using System.Globalization;
using System.Security.Claims;
using CreamPie.Core.Accounts.External;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;

namespace CreamPie.Web.Accounts.External;

/// <summary>What a provider's claims say, with the settings of that provider.</summary>
internal static class ExternalClaims
{
    /// <summary>How far the provider's clock may be off.</summary>
    private const long SkewSeconds = 60;

    /// <summary>Null without a subject that can be stored.</summary>
    public static ExternalIdentity? IdentityOf(ClaimsPrincipal? principal, OidcProvider provider) =>
        principal?.FindFirstValue("sub") is not { Length: > 0 } subject || !ReadableText.Is(subject)
            ? null
            : new ExternalIdentity(provider.Issuer, subject, provider.Name)
            {
                Email = IsVerified(principal, provider) ? principal.FindFirstValue("email") : null,
                IsEmailTrusted = provider.TrustsEmail,
                Name = principal.FindFirstValue("name"),
                Role = provider.RoleClaim.Length == 0 ? null : new GivenRole(RoleIn(principal, provider)),
            };

    /// <summary>
    /// True if the provider says that the person gave a factor after we asked for one. A provider that does not say when proves nothing:
    /// it may have answered from its own cookie.
    /// </summary>
    public static bool IsPresent(ClaimsPrincipal? principal, long? askedAt, DateTimeOffset now) =>
        askedAt is { } asked
        && long.TryParse(principal?.FindFirstValue("auth_time"), NumberStyles.None, CultureInfo.InvariantCulture, out var authenticated)
        && authenticated >= asked - SkewSeconds
        && authenticated <= now.ToUnixTimeSeconds() + SkewSeconds;

    /// <summary>What the provider does not say counts as said only if the operator vouches for its addresses.</summary>
    private static bool IsVerified(ClaimsPrincipal principal, OidcProvider provider) =>
        principal.FindAll("email_verified").Select(c => c.Value).ToList() is { Count: > 0 } said
            ? said.TrueForAll(value => string.Equals(value, "true", StringComparison.OrdinalIgnoreCase))
            : provider.TrustsEmail;

    private static string? RoleIn(ClaimsPrincipal principal, OidcProvider provider)
    {
        var values = principal.FindAll(provider.RoleClaim).Select(c => c.Value).ToHashSet();
        return provider.AdminRole.Length > 0 && values.Contains(provider.AdminRole) ? Roles.Admin
            : provider.AnalystRole.Length > 0 && values.Contains(provider.AnalystRole) ? Roles.Analyst
            : null;
    }
}
