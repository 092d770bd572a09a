using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Accounts;

/// <summary>Deletes the rows of old sessions.</summary>
/// <param name="contexts">Of the database with the rows.</param>
/// <param name="time">Decides what is old.</param>
public sealed class SessionCleanup(IDbContextFactory<CreamPieDbContext> contexts, TimeProvider time)
{
    /// <summary>How long the row of a session that is over is kept.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Deletes the rows of sessions that were over a month ago.</summary>
    /// <param name="cancellationToken">Ends the deletion.</param>
    /// <returns>How many.</returns>
    public async Task<int> DeleteOldAsync(CancellationToken cancellationToken)
    {
        var old = time.Now() - Kept;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.UserSessions.Where(s => s.ExpiresAt < old || s.RevokedAt < old).ExecuteDeleteAsync(cancellationToken);
    }
}
