using System.Security.Claims;
using CreamPie.Core.Accounts;

namespace CreamPie.Web.Accounts;

/// <summary>Converts a session to and from the claims of cookies, tokens and authorization.</summary>
internal static class SessionTicket
{
    private const string SessionClaim = "sid";
    private const string NewPasswordClaim = "new_password";
    private const string DisplayNameClaim = "display_name";

    public static ClaimsPrincipal ToPrincipal(this SessionUser user, string scheme) => new(new ClaimsIdentity(
        [
            new Claim(SessionClaim, user.Session.ToString("N")),
            new Claim(ClaimTypes.NameIdentifier, user.UserId),
            new Claim(ClaimTypes.Name, user.Email),
            .. user.Roles.Select(role => new Claim(ClaimTypes.Role, role)),
            .. user.MustChangePassword ? [new Claim(NewPasswordClaim, "required")] : Array.Empty<Claim>(),
            .. user.DisplayName is { } name ? [new Claim(DisplayNameClaim, name)] : Array.Empty<Claim>(),
        ],
        scheme));

    /// <summary>All that a cookie or token carries; the rest is looked up.</summary>
    public static ClaimsPrincipal Of(Guid session, string scheme) =>
        new(new ClaimsIdentity([new Claim(SessionClaim, session.ToString("N"))], scheme));

    /// <summary>True until the password that an admin asked for is set.</summary>
    public static bool MustChangePassword(ClaimsPrincipal user) => user.HasClaim(c => c.Type == NewPasswordClaim);

    /// <summary>What pages call the user: the chosen name, or the address.</summary>
    public static string NameOf(ClaimsPrincipal user) => user.FindFirstValue(DisplayNameClaim) ?? user.Identity?.Name ?? "";

    public static Guid? SessionOf(ClaimsPrincipal? principal) =>
        Guid.TryParseExact(principal?.FindFirstValue(SessionClaim), "N", out var session) ? session : null;
}
