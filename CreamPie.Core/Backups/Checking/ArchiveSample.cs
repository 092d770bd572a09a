using CreamPie.Core.Backups.Contents;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Backups.Checking;

/// <summary>Reads a few of the archived files that the database names: the newest, and as many others.</summary>
public sealed class ArchiveSample(IDbContextFactory<CreamPieDbContext> contexts, ArchivedFiles archived)
{
    private const int Newest = 16;
    private const int Others = 16;

    /// <summary>What was found.</summary>
    /// <param name="Read">Files that were looked at.</param>
    /// <param name="Missing">Hashes of those that the archive lacks.</param>
    /// <param name="Damaged">Hashes of those whose content is another.</param>
    public sealed record Result(int Read, IReadOnlyList<string> Missing, IReadOnlyList<string> Damaged);

    /// <summary>Reads the files of documents after an id.</summary>
    /// <param name="after">Id of a document.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Result> ReadAsync(int after, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var documents = db.Documents.InArchive().Where(d => d.Id > after);
        var newest = await documents.OrderByDescending(d => d.Id).Take(Newest)
            .Select(d => new { d.Id, d.Sha256 }).ToListAsync(cancellationToken);
        if (newest.Count == 0)
            return new(0, [], []);
        var from = Random.Shared.Next(after, newest[0].Id);
        var others = await documents.Where(d => d.Id > from).OrderBy(d => d.Id).Take(Others)
            .Select(d => d.Sha256).ToListAsync(cancellationToken);
        var (missing, damaged) = (new List<string>(), new List<string>());
        var files = newest.Select(d => d.Sha256).Concat(others).OfType<string>().Distinct().ToList();
        foreach (var sha256 in files)
        {
            if (!await archived.HasAsync(sha256, cancellationToken))
                missing.Add(sha256);
            else if (await archived.ReadAsync(sha256, cancellationToken) is null)
                damaged.Add(sha256);
        }
        return new(files.Count, missing, damaged);
    }
}
