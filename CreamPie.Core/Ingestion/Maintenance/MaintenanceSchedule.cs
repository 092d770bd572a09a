using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Ingestion.Maintenance;

/// <summary>
/// Distributes the maintenance tasks: the process that moves a task's next run forward runs it. A run that fails, or dies
/// with its process, is repeated at that next run.
/// </summary>
public sealed class MaintenanceSchedule(DatabaseClock clock)
{
    /// <summary>
    /// Takes a due task and sets its next run to <paramref name="nextRunIn"/> from now, which stands unless
    /// <see cref="SetNextRunAsync"/> sets another after the run.
    /// </summary>
    /// <returns>False if the task is not due, or another process took it.</returns>
    public async Task<bool> TryTakeAsync(CreamPieDbContext db, string task, TimeSpan nextRunIn, CancellationToken cancellationToken)
    {
        var now = await clock.NowAsync(db, cancellationToken);
        var (due, next) = (InstantAsMilliseconds.ToParameter(db, now), InstantAsMilliseconds.ToParameter(db, now + nextRunIn));
        return await db.Database.ExecuteSqlAsync(
            $"""
            insert into maintenance_task (name, next_run) values ({task}, {next})
            on conflict (name) do update set next_run = excluded.next_run where maintenance_task.next_run <= {due}
            """,
            cancellationToken) == 1;
    }

    /// <summary>Sets the next run of a task, due or not.</summary>
    public async Task SetNextRunAsync(CreamPieDbContext db, string task, TimeSpan nextRunIn, CancellationToken cancellationToken)
    {
        var next = InstantAsMilliseconds.ToParameter(db, await clock.NowAsync(db, cancellationToken) + nextRunIn);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into maintenance_task (name, next_run) values ({task}, {next})
            on conflict (name) do update set next_run = excluded.next_run
            """,
            cancellationToken);
    }
}
