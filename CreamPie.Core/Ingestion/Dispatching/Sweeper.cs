using CreamPie.Core.Archiving;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
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
    IDispatcher dispatcher,
    TemporaryFiles temporaryFiles,
    IDbContextFactory<CreamPieDbContext> contexts,
    DatabaseClock clock,
    DiskSpaceGuard diskSpace,
    IOptions<IngestionOptions> options,
    ILogger<Sweeper> log)
{
    /// <summary>Pulls dispatched per sweep and source; the host gate runs one at a time.</summary>
    private const int PullsPerSource = 2;

    /// <summary>Archived documents dispatched per sweep.</summary>
    private const int LoadsPerSweep = 16;

    /// <summary>Age after which a dispatched but unleased document is dispatched again: its worker may have died.</summary>
    private readonly TimeSpan _redispatchAfter = options.Value.Sweep * 2;

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
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = await clock.NowAsync(db, cancellationToken);
        await PullTurns.AssignAsync(db, now + options.Value.Sweep, cancellationToken);
        foreach (var document in await RunnableAsync(db, now, cancellationToken))
        {
            var isOurs = await QueueTransitions.MarkDispatchedAsync(db, document.Id, document.DispatchedAt, now, cancellationToken);
            CrashPoint.Pass("mid-sweep");
            if (isOurs)
                dispatcher.Dispatch(document);
        }
        var next = await db.Documents.Open()
            .Where(d => d.NextAttempt > now)
            .MinAsync(d => (DateTime?)d.NextAttempt, cancellationToken);
        return new SweepResult(planned, next - now, planningFault);
    }

    private async Task<List<Document>> RunnableAsync(CreamPieDbContext db, DateTime now, CancellationToken cancellationToken)
    {
        var (dispatchedBefore, soon) = (now - _redispatchAfter, now + options.Value.Sweep);
        var runnable = db.Documents.AsNoTracking().Runnable(now).Where(d => d.DispatchedAt == null || d.DispatchedAt < dispatchedBefore);
        var work = await runnable.Where(d => d.Sha256 != null)
            .OrderBy(d => d.NextAttempt).ThenBy(d => d.Id)
            .Take(LoadsPerSweep)
            .ToListAsync(cancellationToken);
        var sources = await runnable.Where(d => d.Sha256 == null).Select(d => d.Source).Distinct().ToListAsync(cancellationToken);
        foreach (var source in sources)
        {
            // Its host is between two requests: whoever would try in vain meanwhile must not be there first when it is ready.
            var waiting = await db.Documents.QueuedPulls()
                .Where(d => d.Source == source && d.Attempts == 0 && d.NextAttempt > now && d.NextAttempt <= soon)
                .MinAsync(d => d.Turn, cancellationToken);
            work.AddRange(await runnable.Where(d => d.Sha256 == null && d.Source == source && (waiting == null || d.Turn < waiting))
                .OrderBy(d => d.Turn).ThenBy(d => d.PlannedAt).ThenBy(d => d.Id)
                .Take(PullsPerSource)
                .ToListAsync(cancellationToken));
        }
        return work;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Due pulls could not be planned; the next sweep retries.")]
        public static partial void NotPlanned(ILogger logger, Exception fault);
    }
}
