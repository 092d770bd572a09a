using CreamPie.Core.Archiving;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Transitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Ingestion.Dispatching;

/// <summary>
/// Finds work and dispatches it: what is due, has waited long enough, or was left by a dead worker. The tables are the
/// only source of truth; the job server may lose everything.
/// </summary>
public sealed partial class Sweeper(
    Planner planner,
    RunnableDocuments runnable,
    IDispatcher dispatcher,
    TemporaryFiles temporaryFiles,
    IDbContextFactory<CreamPieDbContext> contexts,
    DatabaseClock clock,
    DiskSpaceGuard diskSpace,
    IOptions<IngestionOptions> options,
    ILogger<Sweeper> log)
{
    /// <summary>
    /// Removes abandoned temporary files; then, unless the disk is nearly full, plans due pulls and dispatches runnable documents.
    /// </summary>
    public async Task<SweepResult> SweepAsync(CancellationToken cancellationToken)
    {
        temporaryFiles.Remove();
        if (diskSpace.Paused is not null)
            return new SweepResult(0, NextDueIn: null, PlanningFault: null);
        var (planned, planningFault) = (0, default(Exception));
        try
        {
            planned = await planner.PlanDueAsync(cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // A failure must not delay what is already planned.
            Log.NotPlanned(log, fault);
            planningFault = fault;
        }
        var swept = await DispatchAsync(cancellationToken);
        return swept with { Planned = planned, PlanningFault = planningFault };
    }

    /// <summary>Dispatches runnable documents, as many as the workers can use; the cost does not grow with those that wait.</summary>
    public async Task<SweepResult> DispatchAsync(CancellationToken cancellationToken)
    {
        if (diskSpace.Paused is not null)
            return new SweepResult(0, NextDueIn: null, PlanningFault: null);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = await clock.NowAsync(db, cancellationToken);
        await PullTurns.AssignAsync(db, now + options.Value.Sweep, cancellationToken);
        var room = dispatcher.Room;
        var work = room == 0 ? [] : await runnable.FindAsync(db, now, cancellationToken);
        foreach (var document in work.Take(room))
        {
            var isOurs = await QueueTransitions.MarkDispatchedAsync(db, document.Id, document.DispatchedAt, now, cancellationToken);
            CrashPoint.Pass("mid-sweep");
            if (isOurs)
                dispatcher.Dispatch(document);
        }
        var next = await RunnableDocuments.NextAsync(db, now, cancellationToken);
        return new SweepResult(0, next - now, PlanningFault: null) { IsDry = room > 0 && work.Count == 0 };
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Due pulls could not be planned; the next sweep retries.")]
        public static partial void NotPlanned(ILogger logger, Exception fault);
    }
}
