using CreamPie.Core.Archiving;
using CreamPie.Core.Backups.Contents;
using CreamPie.Core.Ingestion;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Backups.Rebuilding;

/// <summary>What came of a rebuild.</summary>
/// <param name="Loaded">Documents whose bars are stored, or that had nothing new.</param>
/// <param name="Refused">Documents that no parser of today accepts, and why.</param>
/// <param name="Lost">Documents whose bytes the archive lacks, or whose manifest is damaged.</param>
/// <param name="Content">Counts and checksums of the database now.</param>
public sealed record RebuildResult(
    int Loaded, IReadOnlyList<string> Refused, IReadOnlyList<string> Lost, DatabaseContent Content)
{
    /// <summary>Documents whose bytes the retention policy had given up: rows without bytes, and no loss.</summary>
    public int Removed { get; init; }
}

/// <summary>
/// Fills an empty database from the archive alone: each manifest is a document, whose bytes go through the pipeline again. Accounts,
/// who tracks what, and the decisions of people are in no manifest.
/// </summary>
public sealed class ArchiveRebuild(
    IDbContextFactory<CreamPieDbContext> contexts, ArchivedManifests manifests, ArchivedFiles archived, Pipeline pipeline,
    IOptions<IngestionOptions> options)
{
    private const int AtOnce = 500;

    /// <summary>Rebuilds the configured database, which is migrated and has no documents.</summary>
    /// <param name="cancellationToken">Ends it; what was rebuilt stays.</param>
    /// <exception cref="BackupException">The database has documents.</exception>
    public async Task<RebuildResult> RunAsync(CancellationToken cancellationToken)
    {
        var lost = await PlanAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var documents = await db.Documents.AsNoTracking().Where(d => d.BytesRemovedAt == null)
            .Select(d => new { d.Id, d.Symbol, d.KnownAt })
            .ToListAsync(cancellationToken);
        // A stock's documents one after the other, in the order in which they came.
        await Parallel.ForEachAsync(
            documents.GroupBy(d => d.Symbol ?? $"#{d.Id}"),
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.Workers, CancellationToken = cancellationToken },
            async (stock, cancel) =>
            {
                foreach (var document in stock.OrderBy(d => d.KnownAt).ThenBy(d => d.Id))
                    await pipeline.RunAsync(document.Id, cancel);
            });
        var refused = await db.Documents.AsNoTracking()
            .Where(d => d.State != DocumentState.Loaded && d.BytesRemovedAt == null)
            .OrderBy(d => d.Id)
            .Select(d => $"Document {d.Id} of {d.Symbol ?? "no symbol"} is {d.State}: {d.Error}")
            .ToListAsync(cancellationToken);
        return new(documents.Count - refused.Count, refused, lost, await ContentReader.ReadAsync(db, cancellationToken))
        {
            Removed = await db.Documents.CountAsync(d => d.BytesRemovedAt != null, cancellationToken),
        };
    }

    private async Task<IReadOnlyList<string>> PlanAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Documents.AnyAsync(cancellationToken))
            throw new BackupException("The database has documents: rebuild fills an empty one. To see what differs add --compare.");
        var (lost, planned) = (new List<string>(), new Dictionary<int, Manifest>());
        var others = new List<Manifest>();
        await foreach (var (name, bytes) in manifests.AllAsync(cancellationToken))
        {
            if (ArchivedManifests.Read(bytes) is not { } manifest)
            {
                lost.Add($"The manifest {name} is damaged.");
                continue;
            }
            var isThere = await archived.HasAsync(manifest.Sha256, cancellationToken);
            if (isThere)
                manifest = manifest with { BytesRemovedAt = null, KeptDays = null };
            if (!isThere && manifest.BytesRemovedAt is null)
                lost.Add($"The archive lacks the file {manifest.Sha256} of document {manifest.Id}.");
            else if (name != $"{manifest.Id}.json" || !planned.TryAdd(manifest.Id, manifest))
                others.Add(manifest);
        }
        // Of an earlier database over this archive, whose numbers others have now.
        var last = planned.Count == 0 ? 0 : planned.Keys.Max();
        foreach (var manifest in others.Where(m => !IsSame(planned.GetValueOrDefault(m.Id), m)).OrderBy(m => m.KnownAt))
            planned[++last] = manifest with { Id = last };
        foreach (var some in planned.Values.OrderBy(m => m.Id).Chunk(AtOnce))
        {
            db.Documents.AddRange(some.Select(DocumentOf));
            await db.SaveChangesAsync(cancellationToken);
            db.ChangeTracker.Clear();
        }
        await Sequences.ContinueAsync(db, cancellationToken);
        return lost;
    }

    /// <summary>A restore keeps what a manifest said before and after its bytes were given up.</summary>
    private static bool IsSame(Manifest? there, Manifest other) =>
        there is not null && (there.Sha256, there.KnownAt) == (other.Sha256, other.KnownAt);

    private static Document DocumentOf(Manifest manifest) => new()
    {
        Id = manifest.Id,
        Source = manifest.Source,
        Symbol = manifest.Symbol,
        FileName = manifest.FileName,
        Url = manifest.Url,
        HttpStatus = manifest.Status,
        ContentType = manifest.ContentType,
        ContentEncoding = manifest.ContentEncoding,
        StatedAt = manifest.CapturedAt,
        KnownAt = manifest.KnownAt,
        Sha256 = manifest.Sha256,
        Bytes = manifest.Bytes,
        FromDay = manifest.FromDay,
        // The same file that is dropped again is the same document.
        PlanKey = manifest.FileName is { } name ? $"file:{manifest.Sha256}:{name}#{manifest.Id}" : $"rebuilt:{manifest.Id}",
        PlannedAt = manifest.KnownAt,
        NextAttempt = manifest.KnownAt,
        BytesRemovedAt = manifest.BytesRemovedAt,
        KeptDays = manifest.KeptDays,
        State = manifest.BytesRemovedAt is null ? DocumentState.Archived : DocumentState.Superseded,
    };
}
