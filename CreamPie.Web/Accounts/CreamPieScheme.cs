using Microsoft.AspNetCore.Identity;

namespace CreamPie.Web.Hosting.Identity;

internal static class CreamPieScheme
{
    public const string Bearer = "Identity.Bearer";
    public const string CookieOrBearer = "CookieOrBearer";
    public static readonly string Cookie = IdentityConstants.ApplicationScheme;
}
