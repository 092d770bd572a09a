using System.Security.Cryptography;
using System.Text;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Web.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Accounts;

/// <summary>
/// Remembers in a cookie, which only our key ring can make, with which accounts a browser has signed in: there, a stranger's wrong
/// passwords do not keep their owner out. It proves nothing else, and outlives the session.
/// </summary>
internal sealed class KnownDevices(IDataProtectionProvider protection, IOptions<HostingOptions> hosting)
{
    private const int MostAccounts = 8;
    private static readonly TimeSpan Life = TimeSpan.FromDays(180);

    private readonly ITimeLimitedDataProtector _protector =
        protection.CreateProtector("CreamPie.KnownDevice").ToTimeLimitedDataProtector();

    private string Cookie => hosting.Value.CookiePrefix + "creampie-device";

    /// <summary>Who tries to sign in with this e-mail address.</summary>
    public Visitor VisitorOf(HttpContext context, string? email) => new(
        context.Connection.RemoteIpAddress,
        Read(context) is var (device, accounts) && accounts.Contains(AccountOf(email ?? "")) ? device : null);

    /// <summary>Call it only after a sign-in with everything that the account asks for.</summary>
    public void Remember(HttpContext context, string email)
    {
        var (device, known) = Read(context) ?? (Guid.NewGuid(), []);
        string[] accounts = [AccountOf(email), .. known.Where(a => a != AccountOf(email)).Take(MostAccounts - 1)];
        context.Response.Cookies.Append(Cookie, _protector.Protect($"{device:N}|{string.Join('|', accounts)}", Life), new()
        {
            MaxAge = Life,
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = hosting.Value.IsHttps || context.Request.IsHttps,
            Path = hosting.Value.CookiePath,
        });
    }

    private (Guid Device, string[] Accounts)? Read(HttpContext context)
    {
        try
        {
            return context.Request.Cookies[Cookie] is { Length: > 0 } cookie
                && _protector.Unprotect(cookie).Split('|') is [var device, .. var accounts]
                ? (Guid.ParseExact(device, "N"), accounts)
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string AccountOf(string email) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(email.Trim().ToUpperInvariant())).AsSpan(0, 8));
}
