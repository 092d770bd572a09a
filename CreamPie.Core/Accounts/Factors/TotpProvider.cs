using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Accounts.Factors;

/// <summary>
/// Codes of an authenticator app (RFC 6238: 30 seconds, six digits, SHA-1). Unlike Identity's own provider it accepts a code once, and
/// one step before and after now instead of two.
/// </summary>
/// <param name="db">Remembers the last step.</param>
/// <param name="time">Decides which codes are valid.</param>
public sealed class TotpProvider(CreamPieDbContext db, TimeProvider time) : IUserTwoFactorTokenProvider<AppUser>
{
    /// <summary>Digits of a code.</summary>
    public const int Digits = 6;

    private const int SecondsPerStep = 30;

    /// <inheritdoc/>
    public Task<string> GenerateAsync(string purpose, UserManager<AppUser> manager, AppUser user) => Task.FromResult("");

    /// <inheritdoc/>
    public async Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<AppUser> manager, AppUser user) =>
        !string.IsNullOrEmpty(await manager.GetAuthenticatorKeyAsync(user));

    /// <inheritdoc/>
    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<AppUser> manager, AppUser user) =>
        await AcceptAsync(await manager.GetAuthenticatorKeyAsync(user) ?? "", token, user);

    /// <summary>True for a code of this key that is right now, and was not used before.</summary>
    internal async Task<bool> AcceptAsync(string base32, string token, AppUser user)
    {
        if (Base32.Decode(base32) is not { Length: > 0 } key)
            return false;
        var now = StepAt(time.GetUtcNow());
        for (var step = now - 1; step <= now + 1; step++)
        {
            if (IsSame(CodeOf(key, step), token) && await IsFirstUseAsync(user, step))
                return true;
        }
        return false;
    }

    internal static long StepAt(DateTimeOffset instant) => instant.ToUnixTimeSeconds() / SecondsPerStep;

    [SuppressMessage("Security", "CA5350", Justification = "What authenticator apps compute; HMAC does not need collision resistance.")]
    internal static string CodeOf(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(key, counter, hash);
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0x0F)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static bool IsSame(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));

    /// <summary>
    /// Decided in the database: of two parallel uses of one code, one wins. The new stamp keeps others from writing the old step.
    /// </summary>
    private async Task<bool> IsFirstUseAsync(AppUser user, long step)
    {
        var (stamp, security) = (Guid.NewGuid().ToString(), user.SecurityStamp);
        var stored = await db.Users
            .Where(u => u.Id == user.Id && (u.TotpStep == null || u.TotpStep < step))
            .ExecuteUpdateAsync(u => u.SetProperty(x => x.TotpStep, (long?)step).SetProperty(x => x.ConcurrencyStamp, stamp));
        if (stored == 0)
            return false;
        await db.Entry(user).ReloadAsync();
        // Whatever was proved before the code, the password for one, still counts.
        return user.SecurityStamp == security;
    }
}
