using CreamPie.Core.Sources;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Ingestion.Dispatching;

/// <summary>
/// What a worker may take next. Each question is a short range of an index, one for each state and source and in the index's own order, so
/// that ten thousand pulls that wait cost no more than ten, even where the database has no statistics of the queue yet.
/// </summary>
public sealed class RunnableDocuments(SourceCatalog catalog, IOptions<IngestionOptions> options)
{
    /// <summary>Pulls dispatched per sweep and source; the host gate runs one at a time.</summary>
    private const int PullsPerSource = 2;

    /// <summary>Archived documents dispatched per sweep.</summary>
    private const int LoadsPerSweep = 16;

    /// <summary>States of a pull without bytes; one that is being fetched is runnable once its worker has died.</summary>
    private static readonly DocumentState[] Requested = [DocumentState.Planned, DocumentState.Waiting, DocumentState.Fetching];

    /// <summary>Age after which a dispatched but unleased document is dispatched again: its worker may have died.</summary>
    private readonly TimeSpan _redispatchAfter = options.Value.Sweep * 2;

    /// <summary>
    /// Loads first, then the pulls with the lowest turns, of each source in turn: first of the one with the fewest requests in flight, so
    /// that no worker waits for the host of another while a third is idle.
    /// </summary>
    internal async Task<List<Document>> FindAsync(CreamPieDbContext db, DateTime now, CancellationToken cancellationToken)
    {
        var work = await Runnable(db, DocumentState.Archived, now)
            .OrderBy(d => d.NextAttempt)
            .Take(LoadsPerSweep)
            .ToListAsync(cancellationToken);
        var pulls = await catalog.Requestable
            .SelectMany(source => Requested.Select(state => Runnable(db, state, now)
                .Where(d => d.Source == source && d.Sha256 == null)
                .OrderBy(d => d.Turn).ThenBy(d => d.NextAttempt)
                .Take(PullsPerSource)))
            .Aggregate((all, more) => all.Concat(more))
            .ToListAsync(cancellationToken);
        // Its host is between two requests: whoever would try in vain meanwhile must not be there first when it is ready.
        var waiting = pulls.Count == 0 ? [] : await WaitingTurnsAsync(db, now, cancellationToken);
        var inFlight = pulls.DistinctBy(d => d.Source).Skip(1).Any() ? await InFlightAsync(db, now, cancellationToken) : [];
        var first = pulls.GroupBy(d => d.Source).SelectMany(source => source
            .Where(d => !waiting.TryGetValue(source.Key, out var turn) || d.Turn < turn)
            .OrderBy(d => d.Turn).ThenBy(d => d.PlannedAt).ThenBy(d => d.Id)
            .Take(PullsPerSource)
            .Select((pull, place) => (Place: place + inFlight.GetValueOrDefault(source.Key), Pull: pull)));
        return
        [
            .. work.OrderBy(d => d.NextAttempt).ThenBy(d => d.Id),
            .. first.OrderBy(p => p.Place).ThenBy(p => p.Pull.Turn).ThenBy(p => p.Pull.Id).Select(p => p.Pull),
        ];
    }

    /// <summary>When the next document that waits is due; null if none waits.</summary>
    internal static Task<DateTime?> NextAsync(CreamPieDbContext db, DateTime now, CancellationToken cancellationToken) =>
        DocumentStates.Open
            .Select(state => db.Documents
                .Where(d => d.State == state && d.NextAttempt > now)
                .OrderBy(d => d.NextAttempt)
                .Select(d => (DateTime?)d.NextAttempt)
                .Take(1))
            .Aggregate((all, more) => all.Concat(more))
            .MinAsync(cancellationToken);

    private IQueryable<Document> Runnable(CreamPieDbContext db, DocumentState state, DateTime now)
    {
        var dispatchedBefore = now - _redispatchAfter;
        return db.Documents.AsNoTracking()
            .Where(d => d.State == state && d.NextAttempt <= now)
            .Unleased(now)
            .Where(d => d.DispatchedAt == null || d.DispatchedAt < dispatchedBefore);
    }

    /// <summary>Of each source, the lowest turn among the pulls that are due within a sweep.</summary>
    private Task<Dictionary<SourceName, long>> WaitingTurnsAsync(CreamPieDbContext db, DateTime now, CancellationToken cancellationToken)
    {
        var soon = now + options.Value.Sweep;
        return db.Documents.QueuedPulls()
            .Where(d => d.Attempts == 0 && d.NextAttempt > now && d.NextAttempt <= soon && d.Turn != null)
            .GroupBy(d => d.Source)
            .Select(source => new { source.Key, Turn = source.Min(d => d.Turn!.Value) })
            .ToDictionaryAsync(source => source.Key, source => source.Turn, cancellationToken);
    }

    /// <summary>Of each source, its pulls that a worker has leased and whose bytes have not come.</summary>
    private static Task<Dictionary<SourceName, int>> InFlightAsync(
        CreamPieDbContext db, DateTime now, CancellationToken cancellationToken) =>
        db.Documents
            .Where(d => d.State == DocumentState.Fetching && d.LeaseUntil >= now)
            .GroupBy(d => d.Source)
            .Select(source => new { source.Key, Count = source.Count() })
            .ToDictionaryAsync(source => source.Key, source => source.Count, cancellationToken);
}
