using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Accounts;

/// <summary>Stores a new session, unless the account has changed since its owner was recognised.</summary>
internal static class SessionStart
{
    /// <summary>
    /// The user's row stays locked until the session is stored: an admin who disables the user, or a reset of the password, at the same
    /// time ends this session too, or is seen here.
    /// </summary>
    /// <exception cref="AccessDeniedException">What the user was recognised by counts no more.</exception>
    public static async Task StoreAsync(CreamPieDbContext db, AppUser user, UserSession session, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        DateTime? seenByProvider = session.Provider is null ? null : session.CreatedAt;
        var unchanged = await db.Users
            .Where(u => u.Id == user.Id && u.SecurityStamp == user.SecurityStamp && u.DisabledAt == null)
            .ExecuteUpdateAsync(
                u => u.SetProperty(x => x.SecurityStamp, x => x.SecurityStamp)
                    .SetProperty(x => x.ProviderSeenAt, x => seenByProvider ?? x.ProviderSeenAt),
                cancellationToken);
        if (unchanged == 0)
            throw new AccessDeniedException("Your account was changed while you signed in. Sign in again.");
        db.UserSessions.Add(session);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
