using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Ingestion.Running;
using CreamPie.Core.Querying.HeavyReading;
using CreamPie.Core.Sources;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Documents;

/// <summary>The current parser's view of a document. Computed on each call; nothing is written.</summary>
public sealed class ParsedQuery(
    IDbContextFactory<CreamPieDbContext> contexts, DocumentReader reading, SourceCatalog sources, HeavyReads heavyReads)
{
    /// <summary>Most rows of one page.</summary>
    public const int MaxRows = 50_000;

    /// <summary>One page of the parsed rows, with everything else read; null if there is no such document or it has no bytes.</summary>
    /// <exception cref="AccessDeniedException">The caller is neither analyst nor admin.</exception>
    /// <exception cref="ArgumentException">The cursor is invalid.</exception>
    /// <exception cref="LimitReachedException">The caller, or all together, have too many heavy reads.</exception>
    public async Task<ParsedView?> ParsedAsync(Caller caller, int id, PageRequest page, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        if (!Cursor.TryRead(page.Cursor, out int start))
            throw new ArgumentException("The cursor is invalid.", nameof(page));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var document = await db.Documents.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, cancellationToken);
        if (document?.Sha256 is null || document.BytesRemovedAt is not null)
            return null;

        using var read = await heavyReads.ReadAsync(caller, document, cancellationToken);
        var source = sources[document.Source];
        var (parsed, refused) = await reading.ParseAsync(document, source, cancellationToken);
        return parsed is null
            ? new(
                id, source.ParserVersion, refused!.Reason, refused.Error, null, null, null, null, [], refused.Actions, [], [], [], 0, null,
                null)
            : View(document, source.ParserVersion, parsed, start, page.Limit);
    }

    private static ParsedView View(Document document, int parserVersion, ParsedDocument parsed, int start, int limit)
    {
        // JSON cannot express a close that is NaN or infinite; such a row is among the findings.
        var rows = parsed.Rows.Where(r => double.IsFinite(r.Bar.Close)).ToList();
        var shown = rows.Skip(start).Take(limit).ToList();
        var end = start + shown.Count;
        return new(
            document.Id, parserVersion, Reason: null, Error: null, parsed.Text, parsed.Basis, parsed.CapturedAt, parsed.Listing, shown,
            parsed.Actions, parsed.Errors, parsed.Disagreements, DocumentReader.Process(parsed, document).Findings, rows.Count, Next: null,
            shown.Count > 0 && end < rows.Count ? Cursor.Of(end) : null);
    }
}
