using System.Security.Claims;
using CreamPie.Core.Users;

namespace CreamPie.Web.Hosting.Identity;

internal static class CallerOfRequest
{
    private static readonly Caller Nobody = new("", "", new HashSet<string>());

    public static Caller Of(ClaimsPrincipal? user) => user?.FindFirstValue(ClaimTypes.NameIdentifier) is { } id
        ? new Caller(id, user.Identity?.Name ?? "", user.FindAll(ClaimTypes.Role).Select(c => c.Value).ToHashSet())
        : Nobody;
}
