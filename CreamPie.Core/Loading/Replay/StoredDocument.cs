using CreamPie.Core.Loading.Merge;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Loading.Replay;

/// <summary>
/// What a document has loaded that cannot be read again: bytes that changed, or that today's parser does not accept. It takes part in
/// a replay as it is stored, with the days that it decides.
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
    /// <param name="error">Why it cannot be read; null if its bytes were given up on purpose, which is no doubt.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<StoredDocument> ReadAsync(
        CreamPieDbContext db, int stockId, int documentId, string? error, CancellationToken cancellationToken)
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
        if (error is not null)
        {
            findings.Add(new Finding
            {
                DocumentId = documentId,
                Kind = FindingKind.DocumentDoubt,
                Seen = ColumnText.Shortened($"Document {documentId} cannot be read any more. {error}", 500),
                Done = "What it has loaded stays as it is stored.",
            });
        }
        return new(
            entry,
            await db.LoadEvidence.AsNoTracking().SingleOrDefaultAsync(e => e.DocumentId == documentId, cancellationToken),
            await db.ListedActions.AsNoTracking().Where(a => a.DocumentId == documentId).ToListAsync(cancellationToken),
            rows, findings);
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
