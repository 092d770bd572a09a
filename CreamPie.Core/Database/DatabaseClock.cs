using CreamPie.Core.Market;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Database;

/// <summary>
/// The clock that leases are compared on: PostgreSQL's own, so that machines whose clocks differ agree;
/// with SQLite there is only one machine, and its clock serves.
/// </summary>
public sealed class DatabaseClock(TimeProvider time)
{
    public async Task<DateTime> NowAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        if (!db.Database.IsNpgsql())
            return time.Now();
        var now = await db.Database.SqlQuery<DateTime>($"select clock_timestamp() as \"Value\"").SingleAsync(cancellationToken);
        return Instant.WholeMilliseconds(DateTime.SpecifyKind(now, DateTimeKind.Utc));
    }
}
