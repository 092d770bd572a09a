using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace CreamPie.Web.Accounts;

/// <summary>Opens the set-up page: a token in the log, valid for an hour, that only this installation's key ring can create.</summary>
internal sealed class FirstAdminLink(IDataProtectionProvider protection)
{
    private const string Content = "first admin";

    private readonly ITimeLimitedDataProtector _links = protection.CreateProtector("CreamPie.FirstAdmin").ToTimeLimitedDataProtector();

    public string NewToken() => _links.Protect(Content, TimeSpan.FromHours(1));

    public bool IsToken(string? token)
    {
        try
        {
            return !string.IsNullOrEmpty(token) && _links.Unprotect(token) == Content;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
