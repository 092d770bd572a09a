using System.Diagnostics;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Storage;

/// <summary>
/// The clock that leases are compared on: with PostgreSQL the server's, so that machines with different clocks agree;
/// with SQLite the one process's, made monotonic. Set back, also across a restart, it continues from the last time
/// recorded. Set forward (or after a suspend) it follows only while no document is leased and no host gate is taken, and
/// host pauses keep their length.
/// </summary>
public sealed class DatabaseClock(TimeProvider time)
{
    /// <summary>Smaller steps are followed at once: no lease is that short.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Longest wait of a document or host. A recorded time further ahead than this came from a wrong clock and is
    /// ignored.
    /// </summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>For so long <see cref="RecentAsync"/> carries a reading on, and can be wrong after a suspend or a failover.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private (DateTime At, long Seen)? _reading;
    private DateTime _last;
    private long _lastSeen;
    private int _stepping;

    /// <summary>Current UTC time in whole milliseconds.</summary>
    public async Task<DateTime> NowAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        if (!db.Database.IsNpgsql())
        {
            var (own, behind) = OwnNow();
            return behind > Step ? await StepAsync(db, own, behind, cancellationToken) : own;
        }
        var read = await db.Database.SqlQuery<DateTime>($"select clock_timestamp() as \"Value\"").SingleAsync(cancellationToken);
        var now = Instant.WholeMilliseconds(DateTime.SpecifyKind(read, DateTimeKind.Utc));
        lock (_lock)
            _reading = (now, Stopwatch.GetTimestamp());
        return now;
    }

    /// <summary>
    /// For what is only recorded, or compared with what this process has read: a reading at most a second old, carried on by the
    /// process's own clock, which saves the round trip. Behind by the way of that reading at most, ahead only after the database's
    /// clock was set back.
    /// </summary>
    public Task<DateTime> RecentAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        if (db.Database.IsNpgsql())
        {
            lock (_lock)
            {
                if (_reading is var (at, seen) && Stopwatch.GetElapsedTime(seen) is var since && since <= Recent)
                    return Task.FromResult(Instant.WholeMilliseconds(at + since));
            }
        }
        return NowAsync(db, cancellationToken);
    }

    /// <summary>
    /// Called at start with SQLite: continues from the latest recorded time if the machine's clock is behind it. What a
    /// wrong clock put off for longer than the longest wait becomes due now.
    /// </summary>
    public async Task ResumeAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        var seen = await db.Database.SqlQuery<long?>(
            $"""
            select max(at) as "Value" from (
                select max(started) as at from attempt union all select max(ended) from attempt
                union all select max(dispatched_at) from document
                union all select next_run from maintenance_task where name = {MaintenanceTask.RecordClock})
            """).SingleAsync(cancellationToken);
        var (now, _) = OwnNow();
        if (seen is { } last && DateTimeOffset.FromUnixTimeMilliseconds(last).UtcDateTime is var latest
            && latest > now && latest - now <= LongestWait)
        {
            lock (_lock)
                (_last, _lastSeen) = (now = latest, time.GetTimestamp());
        }
        var (at, most) = (InstantAsMilliseconds.ToMilliseconds(now), InstantAsMilliseconds.ToMilliseconds(now + LongestWait));
        var longest = InstantAsMilliseconds.ToMilliseconds(now + 30 * LongestWait);
        await db.Database.ExecuteSqlAsync($"update document set next_attempt = {at} where next_attempt > {most}", cancellationToken);
        await db.Database.ExecuteSqlAsync($"update host_gate set paused_until = {at} where paused_until > {most}", cancellationToken);
        await db.Database.ExecuteSqlAsync($"update host_gate set next_slot = {at} where next_slot > {most}", cancellationToken);
        await db.Database.ExecuteSqlAsync($"update maintenance_task set next_run = {at} where next_run > {longest}", cancellationToken);
        await db.Database.ExecuteSqlAsync($"update stock set next_due = {at} where next_due > {longest}", cancellationToken);
    }

    /// <summary>Follows a clock that was set forward, unless a lease is live.</summary>
    private async Task<DateTime> StepAsync(CreamPieDbContext db, DateTime now, TimeSpan behind, CancellationToken cancellationToken)
    {
        // A rollback would undo the update but not the step of the clock: the next call outside of a transaction does it.
        if (db.Database.CurrentTransaction is not null || Interlocked.Exchange(ref _stepping, 1) == 1)
            return now;
        try
        {
            if (await db.Documents.AnyAsync(d => d.LeaseUntil > now, cancellationToken)
                || await db.HostGates.AnyAsync(g => g.Until > now, cancellationToken))
                return now;
            (now, behind) = OwnNow();
            if (behind <= Step)
                return now;
            var (at, by) = (InstantAsMilliseconds.ToMilliseconds(now), (long)behind.TotalMilliseconds);
            await db.Database.ExecuteSqlAsync(
                $"""
                update host_gate set
                    paused_until = case when paused_until > {at} then paused_until + {by} else paused_until end,
                    next_slot = case when next_slot > {at} then next_slot + {by} else next_slot end
                """,
                cancellationToken);
            lock (_lock)
                _last += behind;
            return OwnNow().Now;
        }
        finally
        {
            Volatile.Write(ref _stepping, 0);
        }
    }

    /// <returns>The monotonic time, and how far it is behind the machine's clock.</returns>
    private (DateTime Now, TimeSpan Behind) OwnNow()
    {
        lock (_lock)
        {
            var (wall, seen) = (time.Now(), time.GetTimestamp());
            var steady = _lastSeen == 0 ? wall : _last + time.GetElapsedTime(_lastSeen, seen);
            if (wall > steady && wall - steady <= Step)
                steady = wall;
            (_last, _lastSeen) = (steady, seen);
            return (Instant.WholeMilliseconds(steady), wall - steady);
        }
    }
}
