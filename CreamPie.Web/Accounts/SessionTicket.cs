using System.Security.Claims;
using CreamPie.Core.Accounts;

namespace CreamPie.Web.Accounts;

/// <summary>Converts a session to and from the claims of cookies, tokens and authorization.</summary>
internal static class SessionTicket
{
    private const string SessionClaim = "sid";

    public static ClaimsPrincipal ToPrincipal(this SessionUser user, string scheme) => new(new ClaimsIdentity(
        [
            new Claim(SessionClaim, user.Session.ToString("N")),
            new Claim(ClaimTypes.NameIdentifier, user.UserId),
            new Claim(ClaimTypes.Name, user.Email),
            .. user.Roles.Select(role => new Claim(ClaimTypes.Role, role)),
        ],
        scheme));

    /// <summary>All that a cookie or token carries; the rest is looked up.</summary>
    public static ClaimsPrincipal Of(Guid session, string scheme) =>
        new(new ClaimsIdentity([new Claim(SessionClaim, session.ToString("N"))], scheme));

    public static Guid? SessionOf(ClaimsPrincipal? principal) =>
        Guid.TryParseExact(principal?.FindFirstValue(SessionClaim), "N", out var session) ? session : null;
}
