using System.Security.Claims;
using CreamPie.Core.Accounts;
using CreamPie.Web.Accounts.Keys;

namespace CreamPie.Web.Accounts;

internal static class CallerOfRequest
{
    public static Caller Of(HttpContext? context) =>
        (context?.User is { } user && user.FindFirstValue(ClaimTypes.NameIdentifier) is { } id
            ? new Caller(id, user.Identity?.Name ?? "", user.FindAll(ClaimTypes.Role).Select(c => c.Value).ToHashSet())
            : Caller.Nobody) with
        {
            Address = context?.Connection.RemoteIpAddress,
            Session = SessionTicket.SessionOf(context?.User),
            ApiKey = context is null ? null : KeyTicket.NameOf(context.User),
        };
}
