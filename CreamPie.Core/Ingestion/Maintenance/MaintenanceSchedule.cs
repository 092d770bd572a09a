using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Ingestion.Maintenance;

/// <summary>
/// Shares the maintenance tasks out: the process that moves a task's next run runs it. A run that fails, or dies with its
/// process, is repeated at the next run that was set when it was taken.
/// </summary>
public sealed class MaintenanceSchedule(DatabaseClock clock)
{
    /// <returns>False if the task is not due, or another process was first.</returns>
    /// <param name="nextRunIn">Counted from now, and kept unless <see cref="SetNextRunAsync"/> sets another after the run.</param>
    public async Task<bool> TryTakeAsync(CreamPieDbContext db, string task, TimeSpan nextRunIn, CancellationToken cancellationToken)
    {
        var now = await clock.NowAsync(db, cancellationToken);
        var (due, next) = (Stored(db, now), Stored(db, now + nextRunIn));
        return await db.Database.ExecuteSqlAsync(
            $"""
            insert into maintenance_task (name, next_run) values ({task}, {next})
            on conflict (name) do update set next_run = excluded.next_run where maintenance_task.next_run <= {due}
            """,
            cancellationToken) == 1;
    }

    /// <summary>Whether or not the task is due.</summary>
    public async Task SetNextRunAsync(CreamPieDbContext db, string task, TimeSpan nextRunIn, CancellationToken cancellationToken)
    {
        var next = Stored(db, await clock.NowAsync(db, cancellationToken) + nextRunIn);
        await db.Database.ExecuteSqlAsync(
            $"insert into maintenance_task (name, next_run) values ({task}, {next}) on conflict (name) do update set next_run = excluded.next_run",
            cancellationToken);
    }

    private static object Stored(CreamPieDbContext db, DateTime at) =>
        db.Database.IsNpgsql() ? at : new DateTimeOffset(at).ToUnixTimeMilliseconds();
}
