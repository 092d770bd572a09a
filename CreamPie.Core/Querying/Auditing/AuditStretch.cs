using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Auditing;

/// <summary>
/// The entries that one page of a search reads. No index helps to find a part of a text: among a million entries, what is nowhere would
/// cost seconds, and more each year.
/// </summary>
/// <param name="From">Id of the oldest of them.</param>
/// <param name="To">Id of the newest of them.</param>
/// <param name="ReachedAt">UTC, of the oldest; null if there is none before it.</param>
internal sealed record AuditStretch(long From, long To, DateTime? ReachedAt)
{
    private const int Most = 200_000;

    /// <summary>From the newest entry that the days of the filter allow, backwards.</summary>
    public static async Task<AuditStretch> FindAsync(
        CreamPieDbContext db, AuditFilter filter, long before, CancellationToken cancellationToken)
    {
        var allowed = AuditQuery.OfDays(db.AuditEntries, filter);
        if (before > 0)
            allowed = allowed.Where(e => e.Id < before);
        var newest = await allowed.OrderByDescending(e => e.Id).Select(e => (long?)e.Id).FirstOrDefaultAsync(cancellationToken) ?? 0;
        var oldest = newest - Most + 1;
        var reached = await allowed.Where(e => e.Id < oldest).OrderByDescending(e => e.Id)
            .Select(e => (DateTime?)e.At).FirstOrDefaultAsync(cancellationToken);
        return new(oldest, newest, reached);
    }
}
