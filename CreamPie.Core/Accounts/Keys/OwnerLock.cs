using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Accounts.Keys;

/// <summary>Of commands that make keys and feeds of one person, one waits for the other, so that the count before is still right.</summary>
internal static class OwnerLock
{
    /// <summary>Locks the user's row until the transaction ends; what is done to the account meanwhile is done before or after.</summary>
    /// <exception cref="AccessDeniedException">The account is gone.</exception>
    public static async Task TakeAsync(CreamPieDbContext db, string userId, CancellationToken cancellationToken)
    {
        if (await db.Users.Where(u => u.Id == userId)
            .ExecuteUpdateAsync(u => u.SetProperty(x => x.SecurityStamp, x => x.SecurityStamp), cancellationToken) == 0)
            throw new AccessDeniedException("Your account was deleted.");
    }
}
