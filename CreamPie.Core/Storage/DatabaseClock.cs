using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Storage;

/// <summary>
/// The clock that leases are compared on: PostgreSQL's own, so that machines whose clocks differ agree; with SQLite there
/// is only one machine and one process, whose clock serves, and is steady. Set back, or back at the next start, it goes on
/// from where it was. Set forward (or the machine was suspended), it follows only while nobody holds a document or a
/// host's gate, and the hosts' pauses keep their length: nothing is done twice, and nothing stands still, for a wrong clock.
/// </summary>
public sealed class DatabaseClock(TimeProvider time)
{
    /// <summary>Less than this is followed at once: no lease is as short.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    /// <summary>A start follows what the database has seen no further than this: beyond it, that was a wrong clock. And nothing waits for longer than this.</summary>
    private static readonly TimeSpan MostAhead = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private DateTime _last;
    private long _lastSeen;
    private int _stepping;

    public async Task<DateTime> NowAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        if (!db.Database.IsNpgsql())
        {
            var (own, behind) = OwnNow();
            return behind > Step ? await StepAsync(db, own, behind, cancellationToken) : own;
        }
        var now = await db.Database.SqlQuery<DateTime>($"select clock_timestamp() as \"Value\"").SingleAsync(cancellationToken);
        return Instant.WholeMilliseconds(DateTime.SpecifyKind(now, DateTimeKind.Utc));
    }

    /// <summary>
    /// At start with SQLite: goes on from the latest instant that the database has seen, if the machine's clock is behind
    /// it. What an absurd clock has put off for longer than anything waits is due now.
    /// </summary>
    public async Task ResumeAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        var seen = await db.Database.SqlQuery<long?>(
            $"""
            select max(at) as "Value" from (
                select max(started) as at from attempt union all select max(ended) from attempt
                union all select max(handed_at) from document union all select next_run from maintenance_task where name = {MaintenanceTask.RecordClock})
            """).SingleAsync(cancellationToken);
        var (now, _) = OwnNow();
        if (seen is { } last && DateTimeOffset.FromUnixTimeMilliseconds(last).UtcDateTime is var latest && latest > now && latest - now <= MostAhead)
        {
            lock (_lock)
                (_last, _lastSeen) = (now = latest, time.GetTimestamp());
        }
        var (at, most, longest) = (Milliseconds(now), Milliseconds(now + MostAhead), Milliseconds(now + 30 * MostAhead));
        await db.Database.ExecuteSqlAsync($"update document set next_attempt = {at} where next_attempt > {most}", cancellationToken);
        await db.Database.ExecuteSqlAsync($"update host_gate set paused_until = {at} where paused_until > {most}", cancellationToken);
        await db.Database.ExecuteSqlAsync($"update host_gate set next_slot = {at} where next_slot > {most}", cancellationToken);
        await db.Database.ExecuteSqlAsync($"update maintenance_task set next_run = {at} where next_run > {longest}", cancellationToken);
        await db.Database.ExecuteSqlAsync($"update stock set next_due = {at} where next_due > {longest}", cancellationToken);
    }

    /// <summary>Follows a clock that was set forward, if nobody's lease is live.</summary>
    private async Task<DateTime> StepAsync(CreamPieDbContext db, DateTime now, TimeSpan behind, CancellationToken cancellationToken)
    {
        // Inside a transaction that may be undone is not the moment; the next sweep is.
        if (db.Database.CurrentTransaction is not null || Interlocked.Exchange(ref _stepping, 1) == 1)
            return now;
        try
        {
            if (await db.Documents.AnyAsync(d => d.LeaseUntil > now, cancellationToken) || await db.HostGates.AnyAsync(g => g.Until > now, cancellationToken))
                return now;
            (now, behind) = OwnNow();
            if (behind <= Step)
                return now;
            var (at, by) = (Milliseconds(now), (long)behind.TotalMilliseconds);
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

    /// <returns>The steady clock, and how far it is behind the machine's.</returns>
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

    private static long Milliseconds(DateTime at) => new DateTimeOffset(at).ToUnixTimeMilliseconds();
}
