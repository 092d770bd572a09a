using System.Security.Cryptography;
using System.Text;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace CreamPie.Core.Accounts.Factors;

/// <summary>
/// Identity's store, except that a copy of the database does not sign anybody in: the key of an authenticator app is encrypted by
/// the key ring, and recovery codes are hashed.
/// </summary>
/// <param name="context">With the accounts.</param>
/// <param name="protection">Encrypts the keys.</param>
public sealed class AccountStore(CreamPieDbContext context, IDataProtectionProvider protection)
    : UserStore<AppUser, IdentityRole, CreamPieDbContext>(context)
{
    // Where Identity keeps them, so that its own count of recovery codes holds.
    internal const string Provider = "[AspNetUserStore]";
    internal const string KeyName = "AuthenticatorKey";
    internal const string CodesName = "RecoveryCodes";
    private const string PendingName = "PendingAuthenticatorKey";

    private readonly IDataProtector _keys = protection.CreateProtector("CreamPie.AuthenticatorKey");

    /// <inheritdoc/>
    public override Task SetAuthenticatorKeyAsync(AppUser user, string key, CancellationToken cancellationToken) =>
        base.SetAuthenticatorKeyAsync(user, _keys.Protect(key), cancellationToken);

    /// <summary>Sets the key that is offered until a first code confirms it, instead of an earlier one; null for none.</summary>
    internal Task SetPendingKeyAsync(AppUser user, PendingKey? pending, CancellationToken cancellationToken) => pending is null
        ? RemoveTokenAsync(user, Provider, PendingName, cancellationToken)
        : SetTokenAsync(user, Provider, PendingName, _keys.Protect(pending.ToText()), cancellationToken);

    /// <summary>The key that is offered; null if there is none that this installation's key ring can read.</summary>
    internal async Task<PendingKey?> PendingKeyAsync(AppUser user, CancellationToken cancellationToken)
    {
        try
        {
            return await GetTokenAsync(user, Provider, PendingName, cancellationToken) is { Length: > 0 } stored
                ? PendingKey.Read(_keys.Unprotect(stored))
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Null too for a key that this installation's key ring cannot read: recovery codes still work.</summary>
    /// <inheritdoc/>
    public override async Task<string?> GetAuthenticatorKeyAsync(AppUser user, CancellationToken cancellationToken)
    {
        try
        {
            return await base.GetAuthenticatorKeyAsync(user, cancellationToken) is { Length: > 0 } stored ? _keys.Unprotect(stored) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public override Task ReplaceCodesAsync(AppUser user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        base.ReplaceCodesAsync(user, recoveryCodes.Select(code => HashOf(user, code)), cancellationToken);

    /// <inheritdoc/>
    public override async Task<bool> RedeemCodeAsync(AppUser user, string code, CancellationToken cancellationToken)
    {
        var stored = (await GetTokenAsync(user, Provider, CodesName, cancellationToken) ?? "").Split(';');
        var hash = HashOf(user, code);
        if (!stored.Contains(hash))
            return false;
        await base.ReplaceCodesAsync(user, stored.Where(s => s != hash), cancellationToken);
        return true;
    }

    /// <summary>Codes have 80 random bits, so a fast hash is enough; the user's id makes equal codes different.</summary>
    private static string HashOf(AppUser user, string code) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{user.Id} {RecoveryCodes.Normalized(code)}")));
}
