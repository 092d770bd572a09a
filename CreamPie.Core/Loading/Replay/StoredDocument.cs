using CreamPie.Core.Loading.Merge;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Loading.Replay;

/// <summary>
/// What a document has loaded that cannot be read again: bytes that changed or were given up, or that today's parser does not accept. It
/// takes part in a replay as it is stored, with the days that it decides.
/// </summary>
/// <param name="Entry">Of the newest parser that read it.</param>
/// <param name="Evidence">Null if it was loaded before there was such a row.</param>
/// <param name="Listed">What it lists.</param>
/// <param name="Rows">Of the days on which it wins.</param>
/// <param name="Findings">Open ones, and that it cannot be read.</param>
internal sealed record StoredDocument(
    LoadLedgerEntry Entry, LoadEvidence? Evidence, IReadOnlyList<ListedAction> Listed, IReadOnlyList<DailyBarRow> Rows,
    IReadOnlyList<Finding> Findings)
{
    /// <summary>Reads it from the tables.</summary>
    /// <param name="db">A database.</param>
    /// <param name="stockId">The stock.</param>
    /// <param name="documentId">Loaded into it.</param>
    /// <param name="error">Why it cannot be read.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<StoredDocument> ReadAsync(
        CreamPieDbContext db, int stockId, int documentId, string error, CancellationToken cancellationToken)
    {
        var ledger = await db.LoadLedger.AsNoTracking().Where(e => e.StockId == stockId).ToListAsync(cancellationToken);
        var entry = ledger.Newest().Single(e => e.DocumentId == documentId);
        var winners = new DayWinners(ledger.Where(e => e.Source == entry.Source));
        var rows = (await db.DailyBars.AsNoTracking()
                .Where(b => b.StockId == stockId && b.Source == entry.Source && b.Date >= entry.FirstDay && b.Date <= entry.LastDay)
                .ToListAsync(cancellationToken))
            .FindAll(b => winners.Of(b.Date)?.DocumentId == documentId);
        foreach (var row in rows)
            (row.DocumentId, row.BasisDate) = (documentId, entry.BasisDate);
        var findings = await db.Findings.AsNoTracking()
            .Where(f => f.StockId == stockId && f.DocumentId == documentId && f.ClosedAt == null)
            .ToListAsync(cancellationToken);
        findings.Add(new Finding
        {
            DocumentId = documentId,
            Kind = FindingKind.DocumentDoubt,
            Seen = ColumnText.Shortened($"Document {documentId} cannot be read any more. {error}", 500),
            Done = "What it has loaded stays as it is stored.",
        });
        return new(
            entry,
            await db.LoadEvidence.AsNoTracking().SingleOrDefaultAsync(e => e.DocumentId == documentId, cancellationToken),
            await db.ListedActions.AsNoTracking().Where(a => a.DocumentId == documentId).ToListAsync(cancellationToken),
            rows, findings);
    }

    /// <summary>Reads documents whose bytes were given up on purpose, which is no doubt: no bar is theirs, so they carry none.</summary>
    /// <param name="db">A database.</param>
    /// <param name="stockId">The stock.</param>
    /// <param name="documentIds">Loaded into it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<StoredDocument>> ReadRemovedAsync(
        CreamPieDbContext db, int stockId, IReadOnlyList<int> documentIds, CancellationToken cancellationToken)
    {
        if (documentIds.Count == 0)
            return [];
        var ledger = await db.LoadLedger.AsNoTracking().Where(e => e.StockId == stockId && documentIds.Contains(e.DocumentId))
            .ToListAsync(cancellationToken);
        var evidence = await db.LoadEvidence.AsNoTracking().Where(e => documentIds.Contains(e.DocumentId))
            .ToDictionaryAsync(e => e.DocumentId, cancellationToken);
        var listed = (await db.ListedActions.AsNoTracking().Where(a => documentIds.Contains(a.DocumentId)).ToListAsync(cancellationToken))
            .ToLookup(a => a.DocumentId);
        var findings = (await db.Findings.AsNoTracking()
                .Where(f => f.StockId == stockId && documentIds.Contains(f.DocumentId) && f.ClosedAt == null)
                .ToListAsync(cancellationToken))
            .ToLookup(f => f.DocumentId);
        return [.. ledger.Newest().OrderBy(e => e.DocumentId).Select(e => new StoredDocument(
            e, evidence.GetValueOrDefault(e.DocumentId), [.. listed[e.DocumentId]], [], [.. findings[e.DocumentId]]))];
    }

    /// <summary>The same without the days on which it would win over all of some others: it has no bar for them.</summary>
    /// <param name="others">All that are in a database.</param>
    /// <param name="days">All days that have a bar there.</param>
    public StoredDocument Without(IEnumerable<LoadLedgerEntry> others, IEnumerable<(SourceName Source, DateOnly Date)> days)
    {
        var winners = new DayWinners(others.Where(e => e.Source == Entry.Source));
        var won = days
            .Where(d => d.Source == Entry.Source && d.Date >= Entry.FirstDay && d.Date <= Entry.LastDay)
            .Where(d => winners.Of(d.Date) is not { } winner
                || CaptureKey.Of(winner, d.Date).CompareTo(CaptureKey.Of(Entry, d.Date)) < 0)
            .Select(d => d.Date);
        var entry = Entry.Copy();
        entry.MissingDays = [.. entry.MissingDays.Union(won)];
        return this with { Entry = entry };
    }

    /// <summary>Loads them into a database without other documents.</summary>
    public static void AddTo(CreamPieDbContext db, int stockId, IReadOnlyList<StoredDocument> documents)
    {
        foreach (var (entry, evidence, listed, rows, findings) in documents)
        {
            entry.StockId = stockId;
            db.LoadLedger.Add(entry);
            if (evidence is not null)
            {
                evidence.StockId = stockId;
                db.LoadEvidence.Add(evidence);
            }
            foreach (var row in rows)
                row.StockId = stockId;
            db.DailyBars.AddRange(rows);
            foreach (var action in listed)
                action.StockId = stockId;
            db.ListedActions.AddRange(listed);
            foreach (var finding in findings)
                (finding.Id, finding.StockId) = (0, stockId);
            db.Findings.AddRange(findings);
        }
        db.CorporateActions.AddRange(documents
            .SelectMany(d => d.Listed, (document, action) => (document.Entry, Action: action))
            .DistinctBy(a => (a.Action.ExDate, a.Action.Kind))
            .Select(a => new CorporateActionRow
            {
                StockId = stockId,
                ExDate = a.Action.ExDate,
                Kind = a.Action.Kind,
                KnownFrom = a.Entry.CapturedAt,
                Amount = a.Action.Amount,
                Currency = a.Action.Currency,
                Numerator = a.Action.Numerator,
                Denominator = a.Action.Denominator,
                Exact = a.Action.Exact,
                CapturedAt = a.Entry.CapturedAt,
                DocumentId = a.Entry.DocumentId,
            }));
    }
}
