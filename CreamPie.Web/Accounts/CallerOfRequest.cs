using System.Security.Claims;
using CreamPie.Core.Accounts;

namespace CreamPie.Web.Accounts;

internal static class CallerOfRequest
{
    private static readonly Caller Nobody = new("", "", new HashSet<string>());

    public static Caller Of(ClaimsPrincipal? user) => user?.FindFirstValue(ClaimTypes.NameIdentifier) is { } id
        ? new Caller(id, user.Identity?.Name ?? "", user.FindAll(ClaimTypes.Role).Select(c => c.Value).ToHashSet())
        : Nobody;
}
