using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Backups.Contents;

/// <summary>Counts and checksums of the configured database as of one moment.</summary>
public sealed class ContentQuery(IDbContextFactory<CreamPieDbContext> contexts)
{
    /// <summary>Reads every row.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<DatabaseContent> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await Snapshot.BeginAsync(db, cancellationToken);
        return await ContentReader.ReadAsync(db, cancellationToken);
    }
}
