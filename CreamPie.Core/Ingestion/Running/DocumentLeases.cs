using System.Collections.Concurrent;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Transitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Ingestion.Running;

/// <summary>
/// Leases each runnable document to one worker at a time. A lease expires if its worker dies; a fencing token makes the
/// writes of a worker that only seemed dead fail.
/// </summary>
public sealed class DocumentLeases(
    IDbContextFactory<CreamPieDbContext> contexts, DatabaseClock clock, TimeProvider time, IOptions<IngestionOptions> options)
{
    /// <summary>
    /// Lease owners of this process whose end an outage prevented, with their documents: no crash and no attempt is
    /// counted for them.
    /// </summary>
    private readonly ConcurrentDictionary<string, int> _interrupted = new();

    /// <summary>
    /// Leases the document if it is runnable, due and free; null if not. An archived document stays archived: it is never
    /// fetched again. Counts an attempt, which is refunded if the document was not the cause of a failure.
    /// </summary>
    internal async Task<DocumentLease?> TryAcquireAsync(int documentId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = await clock.NowAsync(db, cancellationToken);
        var owner = $"{Environment.MachineName}:{Guid.NewGuid():N}";
        try
        {
            // Not cancelled from here on: the lease may be committed, and the run releases it.
            return await TryAcquireAsync(db, documentId, owner, now, CancellationToken.None) is { } document
                ? new DocumentLease(document, stop => RenewAsync(document, stop), options.Value, time, cancellationToken)
                : null;
        }
        catch
        {
            _interrupted[owner] = documentId;
            throw;
        }
    }

    private async Task<Document?> TryAcquireAsync(
        CreamPieDbContext db, int documentId, string owner, DateTime now, CancellationToken cancellationToken)
    {
        var interrupted = _interrupted.Where(c => c.Value == documentId).Select(c => c.Key).ToArray();
        var document = await LeaseTransitions.AcquireAsync(
            db, documentId, owner, now, now + options.Value.Lease, interrupted, cancellationToken);
        if (document is null)
            return null;
        foreach (var former in interrupted)
            _interrupted.TryRemove(former, out _);
        CrashPoint.Pass("after-lease");
        return document;
    }

    private async Task<bool> RenewAsync(Document document, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var until = await clock.NowAsync(db, cancellationToken) + options.Value.Lease;
        return await LeaseTransitions.RenewAsync(db, document, until, cancellationToken);
    }

    /// <summary>
    /// After an outage that outlasts all retries: the next lease by this process counts neither attempt nor crash.
    /// </summary>
    internal void KeepUncharged(DocumentLease lease) => _interrupted[lease.Document.LeaseOwner!] = lease.Document.Id;

    /// <summary>Releases the lease and refunds the attempt: the program is stopping, or the host is busy.</summary>
    internal Task ReleaseAsync(DocumentLease lease, DateTime? nextAttempt, CancellationToken cancellationToken) =>
        TransientFaults.RetryAsync(
            async () =>
            {
                await using var db = await contexts.CreateDbContextAsync(cancellationToken);
                await LeaseTransitions.ReleaseAsync(db, lease.Document, nextAttempt ?? lease.Document.NextAttempt, cancellationToken);
                return true;
            },
            cancellationToken);

    /// <summary>
    /// Releases all leases and gates at start with SQLite, where the lock of the data folder proves that no other process
    /// runs; does nothing with PostgreSQL.
    /// </summary>
    public async Task ReleaseAllAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!db.Database.IsSqlite())
            return;
        await clock.ResumeAsync(db, cancellationToken);
        await LeaseTransitions.ExpireAllAsync(db, cancellationToken);
        await db.HostGates.Where(g => g.Holder != null).ExecuteUpdateAsync(
            set => set.SetProperty(g => g.Holder, (string?)null).SetProperty(g => g.Until, (DateTime?)null), cancellationToken);
    }
}
