using CreamPie.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Accounts.Factors;

/// <summary>What lets a user, or a program for them, in without the password, also if a thief of it added it.</summary>
/// <param name="Passkeys">How many.</param>
/// <param name="Providers">Names of the linked identity providers.</param>
/// <param name="ApiKeys">How many; expired ones among them.</param>
/// <param name="Feeds">How many; expired ones among them.</param>
public sealed record OtherWaysIn(int Passkeys, IReadOnlyList<string> Providers, int ApiKeys, int Feeds)
{
    /// <summary>Whether there is one.</summary>
    public bool Any => Passkeys > 0 || Providers.Count > 0 || ApiKeys > 0 || Feeds > 0;

    internal static async Task<OtherWaysIn> OfAsync(CreamPieDbContext db, string userId, CancellationToken cancellationToken) => new(
        await db.Set<IdentityUserPasskey<string>>().CountAsync(p => p.UserId == userId, cancellationToken),
        await db.UserLogins.Where(l => l.UserId == userId)
            .OrderBy(l => l.LoginProvider).Select(l => l.ProviderDisplayName ?? l.LoginProvider).ToListAsync(cancellationToken),
        await db.ApiKeys.CountAsync(k => k.UserId == userId, cancellationToken),
        await db.Feeds.CountAsync(f => f.UserId == userId, cancellationToken));

    /// <summary>Removes the passkeys; if asked, all the rest, too.</summary>
    /// <returns>How many there were.</returns>
    internal static async Task<int> RemoveAsync(
        CreamPieDbContext db, string userId, bool all, CancellationToken cancellationToken) =>
        await db.Set<IdentityUserPasskey<string>>().Where(p => p.UserId == userId).ExecuteDeleteAsync(cancellationToken)
        + (all
            ? await db.UserLogins.Where(l => l.UserId == userId).ExecuteDeleteAsync(cancellationToken)
                + await RevokeOfProgramsAsync(db, userId, cancellationToken)
            : 0);

    /// <summary>Revokes API keys and feeds.</summary>
    /// <returns>How many there were.</returns>
    internal static async Task<int> RevokeOfProgramsAsync(CreamPieDbContext db, string userId, CancellationToken cancellationToken) =>
        await db.ApiKeys.Where(k => k.UserId == userId).ExecuteDeleteAsync(cancellationToken)
        + await db.Feeds.Where(f => f.UserId == userId).ExecuteDeleteAsync(cancellationToken);
}
