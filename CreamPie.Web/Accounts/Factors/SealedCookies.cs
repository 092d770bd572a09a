using System.Globalization;
using System.Security.Cryptography;
using CreamPie.Web.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Accounts.Factors;

/// <summary>What one step of a sign-in leaves for the next, in a cookie that only this installation's key ring can make and read.</summary>
internal sealed class SealedCookies(IDataProtectionProvider protection, IOptions<HostingOptions> hosting, TimeProvider time)
{
    private readonly IDataProtector _protector = protection.CreateProtector("CreamPie.SealedCookies");

    /// <param name="lasts">True to outlive the browser's end.</param>
    public void Write(HttpContext context, string name, string text, TimeSpan life, bool lasts = false)
    {
        var expires = time.GetUtcNow() + life;
        var stamped = expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) + " " + text;
        context.Response.Cookies.Append(NameOf(name), _protector.CreateProtector(name).Protect(stamped), Options(lasts ? life : null));
    }

    /// <summary>Null if there is none, or it is not ours or too old.</summary>
    public string? Read(HttpContext context, string name)
    {
        try
        {
            if (context.Request.Cookies[NameOf(name)] is not { Length: > 0 } cookie)
                return null;
            var stamped = _protector.CreateProtector(name).Unprotect(cookie).Split(' ', 2);
            return long.Parse(stamped[0], CultureInfo.InvariantCulture) > time.GetUtcNow().ToUnixTimeSeconds() ? stamped[1] : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public void Delete(HttpContext context, string name) => context.Response.Cookies.Delete(NameOf(name), Options(null));

    private string NameOf(string name) => hosting.Value.CookiePrefix + "creampie-" + name;

    private CookieOptions Options(TimeSpan? maxAge) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = maxAge,
        Path = hosting.Value.CookiePath,
        SameSite = SameSiteMode.Lax,
        Secure = hosting.Value.IsHttps,
    };
}
