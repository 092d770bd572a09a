using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Transitions;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Ingestion.Running;

/// <summary>Requeues crash-loop documents once, after a wait.</summary>
public sealed class CrashLoopRecovery(DatabaseClock clock, IOptions<IngestionOptions> options)
{
    /// <summary><see cref="Document.Crashes"/> of a requeued document: one more crash ends it.</summary>
    internal static int RequeuedMark(IngestionOptions options) => options.MaxCrashes + 1;

    /// <summary>Requeues the documents that have waited long enough.</summary>
    /// <returns>Number of documents requeued.</returns>
    public async Task<int> RequeueAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        var now = await clock.NowAsync(db, cancellationToken);
        var rested = now - options.Value.CrashLoopRest;
        var mark = RequeuedMark(options.Value);
        return await db.Documents
            .Where(d => d.State == DocumentState.Dead && d.Reason == Reason.CrashLoop && d.Crashes < mark && d.NextAttempt <= rested)
            .RequeueAsync(now, dispatchedAt: null, crashes: mark, cancellationToken);
    }
}
