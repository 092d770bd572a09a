using CreamPie.Core.Archiving;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Transitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Ingestion.Dispatching;

/// <summary>
/// Looks for work that nobody does, and hands it over: what is due, what waited long enough, what a dead worker left.
/// Our tables say what there is to do; the job server only does it, and may forget everything.
/// </summary>
public sealed partial class Sweeper(
    Planner planner,
    IDispatcher dispatcher,
    TemporaryFiles temporaryFiles,
    IDbContextFactory<CreamPieDbContext> contexts,
    DatabaseClock clock,
    DiskSpaceGuard storage,
    IOptions<IngestionOptions> options,
    ILogger<Sweeper> log)
{
    /// <summary>Requests at a time for one source: its host takes one at a time anyway.</summary>
    private const int PullsPerSource = 2;

    private const int LoadsPerSweep = 16;

    /// <summary>What was handed over and is still unclaimed is handed over again: whoever had it may have died.</summary>
    private readonly TimeSpan _redispatchAfter = options.Value.Sweep * 2;

    public async Task<SweepResult> SweepAsync(CancellationToken cancellationToken)
    {
        if (storage.Paused is not null)
            return new SweepResult(0, NextDueIn: null, PlanningFault: null);
        var (planned, planningFault) = (0, default(Exception));
        try
        {
            planned = await planner.PlanDueAsync(cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // What is planned already must not wait for it.
            Log.NotPlanned(log, fault);
            planningFault = fault;
        }
        temporaryFiles.Remove();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = await clock.NowAsync(db, cancellationToken);
        foreach (var document in await RunnableAsync(db, now, cancellationToken))
        {
            var isOurs = await QueueTransitions.HandOverAsync(db, document.Id, document.DispatchedAt, now, cancellationToken);
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
        var forgotten = now - _redispatchAfter;
        var runnable = db.Documents.AsNoTracking().Runnable(now).Where(d => d.DispatchedAt == null || d.DispatchedAt < forgotten);
        var work = await First(runnable.Where(d => d.Sha256 != null), LoadsPerSweep).ToListAsync(cancellationToken);
        var sources = await runnable.Where(d => d.Sha256 == null).Select(d => d.Source).Distinct().ToListAsync(cancellationToken);
        foreach (var source in sources)
            work.AddRange(await First(runnable.Where(d => d.Sha256 == null && d.Source == source), PullsPerSource).ToListAsync(cancellationToken));
        return work;
    }

    private static IQueryable<Document> First(IQueryable<Document> runnable, int count) =>
        runnable.OrderBy(d => d.NextAttempt).ThenBy(d => d.Id).Take(count);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Due pulls could not be planned; the next sweep tries again.")]
        public static partial void NotPlanned(ILogger logger, Exception fault);
    }
}
