using CreamPie.Core.Accounts;
using CreamPie.Core.Archiving;
using CreamPie.Core.Market;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Documents;

/// <summary>Documents, pulled or dropped: their states and attempts, dead letters and archived bytes.</summary>
public sealed class DocumentQuery(IDbContextFactory<CreamPieDbContext> contexts, Archive archive)
{
    /// <summary>One page of documents, newest first, for an admin; of one symbol or state if given.</summary>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    /// <exception cref="ArgumentException">The cursor is invalid.</exception>
    public async Task<ListPage<DocumentItem>> DocumentsAsync(
        Caller caller, Symbol? symbol, DocumentState? state, PageRequest page, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        if (!Cursor.TryRead(page.Cursor, out int before))
            throw new ArgumentException("The cursor is invalid.", nameof(page));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var documents = DocumentsOf(db, symbol);
        if (state is not null)
            documents = documents.Where(d => d.State == state);
        var total = await documents.CountAsync(cancellationToken);
        var rows = await Before(documents, before).Take(page.Limit + 1).ToListAsync(cancellationToken);
        var items = rows.Take(page.Limit).Select(DocumentItem.Of).ToList();
        return new(items, total, Next: null, rows.Count > page.Limit ? Cursor.Of(items[^1].Id) : null);
    }

    /// <summary>How many documents are in each state, in the order of the pipeline, for an admin; empty states are left out.</summary>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public async Task<IReadOnlyList<StateCount>> StatesAsync(Caller caller, Symbol? symbol, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var counts = await DocumentsOf(db, symbol)
            .GroupBy(d => d.State)
            .Select(g => new StateCount(g.Key, g.Count()))
            .ToListAsync(cancellationToken);
        return [.. counts.OrderBy(c => c.State)];
    }

    /// <summary>The dead letters (quarantined or dead documents), newest first, for an admin.</summary>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    /// <exception cref="ArgumentException">The cursor is invalid.</exception>
    public async Task<ListPage<DeadLetterItem>> DeadLettersAsync(Caller caller, PageRequest page, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        if (!Cursor.TryRead(page.Cursor, out int before))
            throw new ArgumentException("The cursor is invalid.", nameof(page));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var deadLetters = db.Documents.AsNoTracking().DeadLetters();
        var total = await deadLetters.CountAsync(cancellationToken);
        var rows = await Before(deadLetters, before).Take(page.Limit + 1)
            .Select(d => new { Document = d, Ended = db.Attempts.Where(a => a.DocumentId == d.Id).Max(a => a.Ended) })
            .ToListAsync(cancellationToken);
        var items = rows.Take(page.Limit).Select(r => new DeadLetterItem(
            DocumentItem.Of(r.Document), r.Ended ?? r.Document.KnownAt ?? r.Document.PlannedAt)).ToList();
        return new(items, total, Next: null, rows.Count > page.Limit ? Cursor.Of(items[^1].Document.Id) : null);
    }

    /// <summary>One document with its newest attempts, for an admin; null if there is no such document.</summary>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public async Task<DocumentFacts?> FactsAsync(Caller caller, int id, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await Snapshot.BeginAsync(db, cancellationToken);
        if (await db.Documents.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, cancellationToken) is not { } d)
            return null;
        var attempts = await db.Attempts.AsNoTracking()
            .Where(a => a.DocumentId == id)
            .OrderByDescending(a => a.N)
            .Take(AttemptQuery.MaxAttempts)
            .ToListAsync(cancellationToken);
        return new(
            DocumentItem.Of(d), d.PlannedAt, d.StatedAt, d.HttpStatus, d.ContentType, d.ContentEncoding, d.ParserVersion, d.Crashes,
            attempts.ConvertAll(a => AttemptItem.Of(a, d)));
    }

    private static IQueryable<Document> DocumentsOf(CreamPieDbContext db, Symbol? symbol) =>
        symbol is { Value: var value } ? db.Documents.AsNoTracking().Where(d => d.Symbol == value) : db.Documents.AsNoTracking();

    private static IQueryable<Document> Before(IQueryable<Document> documents, int before) =>
        (before > 0 ? documents.Where(d => d.Id < before) : documents).OrderByDescending(d => d.Id);

    /// <summary>One document, for an analyst; null if there is no such document.</summary>
    /// <exception cref="AccessDeniedException">The caller is neither analyst nor admin.</exception>
    public async Task<DocumentItem?> DocumentAsync(Caller caller, int id, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var document = await db.Documents.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, cancellationToken);
        return document is null ? null : DocumentItem.Of(document);
    }

    /// <summary>The bytes exactly as archived, for an analyst; null if there is no such document or it has none.</summary>
    /// <exception cref="AccessDeniedException">The caller is neither analyst nor admin.</exception>
    /// <exception cref="ArchiveCorruptException">The archived bytes are missing or damaged.</exception>
    public async Task<RawDocument?> RawAsync(Caller caller, int id, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var document = await db.Documents.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, cancellationToken);
        if (document?.Sha256 is not { } sha256 || document.BytesRemovedAt is not null)
            return null;
        var isGzip = document.ContentEncoding?.EndsWith("gzip", StringComparison.OrdinalIgnoreCase) == true;
        return new(await archive.OpenAsync(sha256, cancellationToken), sha256 + (isGzip ? ".bin.gz" : ".bin"));
    }
}
