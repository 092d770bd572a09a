using CreamPie.Core.Market;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Database;

/// <summary>
/// The clock that leases are compared on: PostgreSQL's own, so that machines whose clocks differ agree; with SQLite
/// there is only one machine and one process, whose clock serves, and never goes back: whoever sets it back by an hour
/// does not stop the work for an hour.
/// </summary>
public sealed class DatabaseClock(TimeProvider time)
{
    private readonly Lock _lock = new();
    private DateTime _last;
    private long _lastSeen;

    public async Task<DateTime> NowAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        if (!db.Database.IsNpgsql())
            return OwnNow();
        var now = await db.Database.SqlQuery<DateTime>($"select clock_timestamp() as \"Value\"").SingleAsync(cancellationToken);
        return Instant.WholeMilliseconds(DateTime.SpecifyKind(now, DateTimeKind.Utc));
    }

    private DateTime OwnNow()
    {
        lock (_lock)
        {
            var (wall, seen) = (time.Now(), time.GetTimestamp());
            var steady = _lastSeen == 0 ? wall : _last + time.GetElapsedTime(_lastSeen, seen);
            if (wall > steady)
                steady = wall;
            (_last, _lastSeen) = (steady, seen);
            return Instant.WholeMilliseconds(steady);
        }
    }
}
