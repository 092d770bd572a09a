using CreamPie.Core.Archiving;
using CreamPie.Core.Database;
using CreamPie.Core.Market;
using CreamPie.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying;

/// <summary>The documents: requests and files on their way, and what became of them.</summary>
public sealed class DocumentQuery(IDbContextFactory<CreamPieDbContext> contexts, Archive archive)
{
    /// <summary>Newest first, for an admin.</summary>
    public async Task<ListPage<DocumentItem>> DocumentsAsync(
        Caller caller, Symbol? symbol, DocumentState? state, PageRequest page, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        if (!Cursor.TryRead(page.Cursor, out int before))
            throw new ArgumentException("The cursor is not one of ours.", nameof(page));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var documents = db.Documents.AsNoTracking();
        if (symbol is { Value: var value })
            documents = documents.Where(d => d.Symbol == value);
        if (state is not null)
            documents = documents.Where(d => d.State == state);
        var total = await documents.CountAsync(cancellationToken);
        if (before > 0)
            documents = documents.Where(d => d.Id < before);
        var rows = await documents.OrderByDescending(d => d.Id).Take(page.Limit + 1).ToListAsync(cancellationToken);
        var items = rows.Take(page.Limit).Select(DocumentItem.Of).ToList();
        return new(items, total, Next: null, rows.Count > page.Limit ? Cursor.Of(items[^1].Id) : null);
    }

    /// <summary>Null if there is no such document.</summary>
    public async Task<DocumentItem?> DocumentAsync(Caller caller, int id, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var document = await db.Documents.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, cancellationToken);
        return document is null ? null : DocumentItem.Of(document);
    }

    /// <summary>The bytes exactly as they were archived; null if there is no such document or it has none yet.</summary>
    /// <exception cref="ArchiveCorruptException">The archive does not have them any more, or they are damaged.</exception>
    public async Task<RawDocument?> RawAsync(Caller caller, int id, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var document = await db.Documents.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, cancellationToken);
        if (document?.Sha256 is not { } sha256)
            return null;
        var isGzip = document.ContentEncoding?.EndsWith("gzip", StringComparison.OrdinalIgnoreCase) == true;
        return new(await archive.ReadAsync(sha256, cancellationToken), sha256 + (isGzip ? ".bin.gz" : ".bin"));
    }
}
