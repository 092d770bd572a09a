using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;

namespace CreamPie.Web.Accounts.Factors;

/// <summary>
/// Between the password and the code of a sign-in, and the browsers that skip the code. Both cookies name the security stamp: a change
/// of password, address or factor makes them worthless.
/// </summary>
internal sealed class SecondStep(SealedCookies cookies, UserManager<AppUser> users)
{
    private const string Step = "step";
    private const string Device = "known-device";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    /// <summary>True if the account has a second factor and this browser is not remembered.</summary>
    public bool IsNeeded(HttpContext context, AppUser user) =>
        user.TwoFactorEnabled && cookies.Read(context, Device) != TextOf(user);

    /// <summary>After the right password, or the sign-in at a provider.</summary>
    /// <param name="provider">Its issuer; null for a password.</param>
    public void Begin(HttpContext context, AppUser user, string? provider = null) =>
        cookies.Write(context, Step, $"{TextOf(user)} {provider}", Patience);

    /// <summary>Who took the first step here within the last minutes, and at which provider; null if nobody did.</summary>
    public async Task<(AppUser User, string? Provider)?> FindAsync(HttpContext context) =>
        cookies.Read(context, Step)?.Split(' ', 3) is [var id, var stamp, var provider]
        && await users.FindByIdAsync(id) is { DisabledAt: null, TwoFactorEnabled: true } user
        && TextOf(user) == $"{id} {stamp}"
            ? (user, provider.Length == 0 ? null : provider)
            : null;

    /// <summary>After the right code.</summary>
    public void End(HttpContext context, AppUser user, bool remembers)
    {
        cookies.Delete(context, Step);
        if (remembers)
            cookies.Write(context, Device, TextOf(user), Remembered, lasts: true);
    }

    private static string TextOf(AppUser user) => $"{user.Id} {user.SecurityStamp}";
}
