using Microsoft.AspNetCore.Identity;

namespace CreamPie.Web.Accounts;

internal static class CreamPieScheme
{
    public const string Bearer = "Identity.Bearer";
    public const string ApiKey = "ApiKey";
    public const string CookieOrBearer = "CookieOrBearer";
    public static readonly string Cookie = IdentityConstants.ApplicationScheme;
}
