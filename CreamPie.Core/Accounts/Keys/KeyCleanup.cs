using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Accounts.Keys;

/// <summary>Deletes keys and feeds that expired long ago; until then their owner sees why a program is refused.</summary>
/// <param name="contexts">Of the database with the rows.</param>
/// <param name="time">Decides what is long ago.</param>
public sealed class KeyCleanup(IDbContextFactory<CreamPieDbContext> contexts, TimeProvider time)
{
    /// <summary>How long one that has expired is listed.</summary>
    public const int DaysKept = 30;

    /// <summary>Deletes what expired more than <see cref="DaysKept"/> days ago.</summary>
    /// <param name="cancellationToken">Ends the deletion.</param>
    /// <returns>How many keys and feeds.</returns>
    public async Task<int> DeleteOldAsync(CancellationToken cancellationToken)
    {
        var old = time.Now().AddDays(-DaysKept);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ApiKeys.Where(k => k.ExpiresAt < old).ExecuteDeleteAsync(cancellationToken)
            + await db.Feeds.Where(f => f.ExpiresAt < old).ExecuteDeleteAsync(cancellationToken);
    }
}
