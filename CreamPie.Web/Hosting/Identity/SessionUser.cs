using System.Security.Claims;

namespace CreamPie.Web.Hosting.Identity;

/// <summary>Whose session it is, as the database has it now: a role taken away is gone from the next request on.</summary>
internal sealed record SessionUser(Guid Session, string UserId, string Email, IReadOnlyList<string> Roles, DateTime ExpiresAt)
{
    private const string SessionClaim = "sid";

    public ClaimsPrincipal ToPrincipal(string scheme) => new(new ClaimsIdentity(
        [
            new Claim(SessionClaim, Session.ToString("N")),
            new Claim(ClaimTypes.NameIdentifier, UserId),
            new Claim(ClaimTypes.Name, Email),
            .. Roles.Select(role => new Claim(ClaimTypes.Role, role)),
        ],
        scheme));

    /// <summary>All that a cookie or token carries: the rest is looked up.</summary>
    public static ClaimsPrincipal Ticket(Guid session, string scheme) =>
        new(new ClaimsIdentity([new Claim(SessionClaim, session.ToString("N"))], scheme));

    public static Guid? SessionOf(ClaimsPrincipal? principal) =>
        Guid.TryParseExact(principal?.FindFirstValue(SessionClaim), "N", out var session) ? session : null;
}
