using System.Collections.Concurrent;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Transitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Ingestion.Running;

/// <summary>
/// Hands each runnable document to one worker at a time, by a lease that ends if its worker dies, and a token that a worker
/// which was taken for dead does not have any more: it writes nothing.
/// </summary>
public sealed class DocumentLeases(
    IDbContextFactory<CreamPieDbContext> contexts, DatabaseClock clock, TimeProvider time, IOptions<IngestionOptions> options)
{
    /// <summary>Lease owners of this process that an outage kept from ending their claims, and their documents: nobody died, and nobody is charged.</summary>
    private readonly ConcurrentDictionary<string, int> _interrupted = new();

    /// <summary>
    /// Takes the document if it is runnable, due and free; null if not. An archived document stays archived: it is never
    /// fetched again. The attempt is charged here, and refunded when nobody was to blame.
    /// </summary>
    internal async Task<DocumentLease?> TryAcquireAsync(int documentId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = await clock.NowAsync(db, cancellationToken);
        var owner = $"{Environment.MachineName}:{Guid.NewGuid():N}";
        try
        {
            // From here on the document may be ours: what is cancelled now is given back by whoever runs it.
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

    private async Task<Document?> TryAcquireAsync(CreamPieDbContext db, int documentId, string owner, DateTime now, CancellationToken cancellationToken)
    {
        var cutOff = _interrupted.Where(c => c.Value == documentId).Select(c => c.Key).ToArray();
        var document = await LeaseTransitions.TakeAsync(db, documentId, owner, now, now + options.Value.Lease, cutOff, cancellationToken);
        if (document is null)
            return null;
        foreach (var former in cutOff)
            _interrupted.TryRemove(former, out _);
        CrashPoint.Pass("after-claim");
        return document;
    }

    private async Task<bool> RenewAsync(Document document, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await LeaseTransitions.RenewAsync(db, document, await clock.NowAsync(db, cancellationToken) + options.Value.Lease, cancellationToken);
    }

    /// <summary>An outage lasts longer than its end was tried to be written: the next claim here takes the document over, uncharged.</summary>
    internal void KeepUncharged(DocumentLease claim) => _interrupted[claim.Document.LeaseOwner!] = claim.Document.Id;

    /// <summary>Gives the document back untouched and uncharged: we are shutting down, or it is not its host's turn.</summary>
    internal Task ReleaseAsync(DocumentLease claim, DateTime? nextAttempt, CancellationToken cancellationToken) => TransientFaults.RetryAsync(
        async () =>
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            await LeaseTransitions.ReturnAsync(db, claim.Document, nextAttempt ?? claim.Document.NextAttempt, cancellationToken);
            return true;
        },
        cancellationToken);

    /// <summary>At start with SQLite, where the data folder's lock proves that we are alone: nobody else holds anything.</summary>
    public async Task ReleaseAllAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!db.Database.IsSqlite())
            return;
        await clock.ResumeAsync(db, cancellationToken);
        await LeaseTransitions.VoidAllAsync(db, cancellationToken);
        await db.HostGates.Where(g => g.Holder != null).ExecuteUpdateAsync(
            set => set.SetProperty(g => g.Holder, (string?)null).SetProperty(g => g.Until, (DateTime?)null), cancellationToken);
    }
}
