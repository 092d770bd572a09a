using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Transitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Ingestion.Running;

/// <summary>Documents that were given up because their workers died of them are let back once, after a rest.</summary>
public sealed class CrashLoopRecovery(DatabaseClock clock, IOptions<IngestionOptions> options)
{
    /// <summary>What <see cref="Document.Crashes"/> says of a document that was let back: one more death, and it is over.</summary>
    internal static int RequeuedMark(IngestionOptions options) => options.MaxCrashes + 1;

    /// <returns>How many were let back.</returns>
    public async Task<int> RequeueAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        var now = await clock.NowAsync(db, cancellationToken);
        var rested = now - options.Value.CrashLoopRest;
        var mark = RequeuedMark(options.Value);
        return await db.Documents
            .Where(d => d.State == DocumentState.Dead && d.Reason == Reason.CrashLoop && d.Crashes < mark && d.NextAttempt <= rested)
            .RequeueAsync(now, handedAt: null, crashes: mark, cancellationToken);
    }
}
