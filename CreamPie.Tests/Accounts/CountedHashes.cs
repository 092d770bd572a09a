using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;

namespace CreamPie.Tests.Accounts;

/// <summary>Counts what costs: hashes made, and passwords verified against one.</summary>
internal sealed class CountedHashes : PasswordHasher<AppUser>
{
    private int _made;
    private int _verified;

    public int Made => _made;

    public int Verified => _verified;

    public override string HashPassword(AppUser user, string password)
    {
        Interlocked.Increment(ref _made);
        return base.HashPassword(user, password);
    }

    public override PasswordVerificationResult VerifyHashedPassword(AppUser user, string hashedPassword, string providedPassword)
    {
        Interlocked.Increment(ref _verified);
        return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }
}
