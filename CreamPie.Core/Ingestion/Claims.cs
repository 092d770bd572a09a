using System.Collections.Concurrent;
using CreamPie.Core.Archiving;
using CreamPie.Core.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Ingestion;

/// <summary>
/// Hands each runnable document to one worker at a time, by a lease that ends if its worker dies, and a token that a worker
/// which was taken for dead does not have any more: it writes nothing.
/// </summary>
public sealed class Claims(
    IDbContextFactory<CreamPieDbContext> contexts, DatabaseClock clock, TimeProvider time, IOptions<IngestionOptions> options)
{
    /// <summary>States in which there is work to do, when nobody holds the document and its time has come.</summary>
    internal static readonly DocumentState[] Runnable =
        [DocumentState.Planned, DocumentState.Waiting, DocumentState.Fetching, DocumentState.Archived];

    /// <summary>Lease owners of this process that an outage kept from ending their claims, and their documents: nobody died, and nobody is charged.</summary>
    private readonly ConcurrentDictionary<string, int> _cutOff = new();

    /// <summary>
    /// Takes the document if it is runnable, due and free; null if not. An archived document stays archived: it is never
    /// fetched again. The attempt is charged here, and refunded when nobody was to blame.
    /// </summary>
    internal async Task<Claim?> TakeAsync(int documentId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = await clock.NowAsync(db, cancellationToken);
        var owner = $"{Environment.MachineName}:{Guid.NewGuid():N}";
        try
        {
            // From here on the document may be ours: what is cancelled now is given back by whoever runs it.
            return await TakeAsync(db, documentId, owner, now, CancellationToken.None) is { } document
                ? new Claim(document, stop => RenewAsync(document, stop), options.Value, time, cancellationToken)
                : null;
        }
        catch
        {
            _cutOff[owner] = documentId;
            throw;
        }
    }

    private async Task<Document?> TakeAsync(CreamPieDbContext db, int documentId, string owner, DateTime now, CancellationToken cancellationToken)
    {
        var until = now + options.Value.Lease;
        var cutOff = _cutOff.Where(c => c.Value == documentId).Select(c => c.Key).ToArray();
        var taken = await db.Documents
            .Where(d => d.Id == documentId && Runnable.Contains(d.State) && d.NextAttempt <= now
                && (d.LeaseUntil == null || d.LeaseUntil < now))
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(d => d.State, d => d.Sha256 == null ? DocumentState.Fetching : DocumentState.Archived)
                    .SetProperty(d => d.Attempts, d => d.Attempts + (cutOff.Contains(d.LeaseOwner) ? 0 : 1))
                    // An owner that never let go of archived bytes died on them.
                    .SetProperty(d => d.Crashes, d => d.Crashes + (d.Sha256 != null && d.LeaseOwner != null && !cutOff.Contains(d.LeaseOwner) ? 1 : 0))
                    .SetProperty(d => d.Token, d => d.Token + 1)
                    .SetProperty(d => d.HandedAt, (DateTime?)null)
                    .SetProperty(d => d.LeaseOwner, owner)
                    .SetProperty(d => d.LeaseUntil, until),
                cancellationToken);
        if (taken == 0)
            return null;
        foreach (var former in cutOff)
            _cutOff.TryRemove(former, out _);
        var document = await db.Documents.AsNoTracking()
            .SingleOrDefaultAsync(d => d.Id == documentId && d.LeaseOwner == owner, cancellationToken);
        if (document is { Token: > 1 })
            await BreakOffAsync(db, document.Id, document.Token, now, cancellationToken);
        CrashPoint.Pass("after-claim");
        return document;
    }

    /// <summary>Attempts of former owners, who died or were cut off: nobody is left to end them.</summary>
    /// <param name="token">Of the claim that is next.</param>
    internal static Task<int> BreakOffAsync(CreamPieDbContext db, int documentId, long token, DateTime now, CancellationToken cancellationToken) =>
        db.Attempts.Where(a => a.DocumentId == documentId && a.N < token && a.Ended == null)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Ended, now), cancellationToken);

    private async Task<bool> RenewAsync(Document document, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var until = await clock.NowAsync(db, cancellationToken) + options.Value.Lease;
        var ours = db.Documents.Where(d => d.Id == document.Id && d.Token == document.Token);
        // What has just ended is not leased again, and not lost either.
        return await ours.Where(d => d.LeaseOwner == document.LeaseOwner)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.LeaseUntil, until), cancellationToken) == 1
            || await ours.AnyAsync(cancellationToken);
    }

    /// <summary>An outage lasts longer than its end was tried to be written: the next claim here takes the document over, uncharged.</summary>
    internal void CutOff(Claim claim) => _cutOff[claim.Document.LeaseOwner!] = claim.Document.Id;

    /// <summary>Gives the document back untouched and uncharged: we are shutting down, or it is not its host's turn.</summary>
    internal Task ReturnAsync(Claim claim, DateTime? nextAttempt, CancellationToken cancellationToken) =>
        Transient.RetryAsync(() => ReturnOnceAsync(claim, nextAttempt, cancellationToken), cancellationToken);

    private async Task<int> ReturnOnceAsync(Claim claim, DateTime? nextAttempt, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var next = nextAttempt ?? claim.Document.NextAttempt;
        await claim.Row(db).Where(d => d.State != DocumentState.Loaded).ExecuteUpdateAsync(
            set => set
                .SetProperty(d => d.State, d => d.Sha256 == null ? DocumentState.Waiting : DocumentState.Archived)
                .SetProperty(d => d.Attempts, d => d.Attempts - 1)
                .SetProperty(d => d.NextAttempt, next)
                .SetProperty(d => d.HandedAt, (DateTime?)null)
                .SetProperty(d => d.LeaseOwner, (string?)null)
                .SetProperty(d => d.LeaseUntil, (DateTime?)null),
            cancellationToken);
        return await db.Attempts.Where(a => a.DocumentId == claim.Document.Id && a.N == claim.Token).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>At start with SQLite, where the data folder's lock proves that we are alone: nobody else holds anything.</summary>
    public async Task VoidAllAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!db.Database.IsSqlite())
            return;
        await clock.ResumeAsync(db, cancellationToken);
        await db.Documents.Where(d => d.LeaseUntil != null || d.HandedAt != null).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.LeaseUntil, (DateTime?)null).SetProperty(d => d.HandedAt, (DateTime?)null),
            cancellationToken);
        await db.HostGates.Where(g => g.Holder != null).ExecuteUpdateAsync(
            set => set.SetProperty(g => g.Holder, (string?)null).SetProperty(g => g.Until, (DateTime?)null), cancellationToken);
    }
}
