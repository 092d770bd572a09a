using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Ingestion.Running;
using CreamPie.Core.Loading.Merge;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.HeavyReading;
using CreamPie.Core.Sources;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Series;

/// <summary>Traces a served bar to the archived bytes that it was read from.</summary>
public sealed class ProvenanceQuery(
    IDbContextFactory<CreamPieDbContext> contexts, DocumentReader reading, SourceCatalog sources, HeavyReads heavyReads)
{
    /// <summary>The document behind the served bar of one day; null if there is no such stock or no bar of that day.</summary>
    public async Task<ProvenanceDocument?> DocumentAsync(Caller caller, Symbol symbol, DateOnly day, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await FindAsync(db, symbol, day, cancellationToken) is { } found ? DocumentOf(found.Document, found.Winner) : null;
    }

    /// <summary>The provenance of the served bar of one day; null if there is no such stock or no bar of that day.</summary>
    /// <exception cref="LimitReachedException">The caller, or all together, have too many heavy reads.</exception>
    public async Task<Provenance?> ProvenanceAsync(Caller caller, Symbol symbol, DateOnly day, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, symbol, day, cancellationToken) is not { } found)
            return null;
        var (stock, row, ledger, winner, document) = found;
        // A finding on days missing in a row has the date of the first.
        var without = ledger.Where(e => e.MissingDays.Contains(day)).Select(e => e.DocumentId).ToList();
        var missing = db.Findings.AsNoTracking()
            .Where(f => f.StockId == stock.Id && f.Kind == FindingKind.MissingInLaterCapture && without.Contains(f.DocumentId));
        var since = without.Count == 0 ? null : await missing.Where(f => f.Date <= day).MaxAsync(f => f.Date, cancellationToken);
        var findings = await db.Findings.AsNoTracking()
            .Where(f => f.StockId == stock.Id
                && (f.Date == day || (f.DocumentId == document.Id && f.Kind == FindingKind.BasisNotProved)))
            .Union(missing.Where(f => f.Date == since))
            .OrderBy(f => f.Id)
            .Select(f => new FindingItem(f.Kind, f.Date, f.Seen, f.Done, f.FoundAt, f.ClosedAt, f.ClosedBy))
            .ToListAsync(cancellationToken);
        var bar = new DailyBar(row.Date, row.Open, row.High, row.Low, row.Close, row.AdjClose, row.Volume, row.Final);
        return new Provenance(
            stock.Symbol,
            day,
            bar,
            winner?.BasisDate ?? row.BasisDate,
            row.KnownSince,
            DocumentOf(document, winner),
            await PositionAsync(caller, document, bar, cancellationToken),
            findings,
            Corrections: []);
    }

    private static async Task<(Stock Stock, DailyBarRow Row, List<LoadLedgerEntry> Ledger, LoadLedgerEntry? Winner, Document Document)?>
        FindAsync(CreamPieDbContext db, Symbol symbol, DateOnly day, CancellationToken cancellationToken)
    {
        if (await StockLookup.FindAsync(db, symbol, cancellationToken) is not { } stock)
            return null;
        var served = StoredSeries.ServedSources(stock);
        var row = (await db.DailyBars.AsNoTracking()
                .Where(b => b.StockId == stock.Id && served.Contains(b.Source) && b.Date == day)
                .ToListAsync(cancellationToken))
            .MinBy(b => StoredSeries.Rank(b.Source, b.Final, stock));
        if (row is null)
            return null;
        var ledger = await StoredSeries.LedgerAsync(db, stock, cancellationToken);
        var winner = new DayWinners(ledger.Where(e => e.Source == row.Source)).Of(day);
        var documentId = winner?.DocumentId ?? row.DocumentId;
        var document = await db.Documents.AsNoTracking().SingleAsync(d => d.Id == documentId, cancellationToken);
        return (stock, row, ledger, winner, document);
    }

    private static ProvenanceDocument DocumentOf(Document document, LoadLedgerEntry? winner) => new(
        document.Id, document.Sha256, document.Source, document.Url, document.FileName, document.CapturedAt, document.KnownAt,
        document.Source, winner?.ParserVersion ?? document.ParserVersion);

    /// <summary>Parses the archived bytes again: they are stored, so the row's position need not be.</summary>
    private async Task<RowPosition?> PositionAsync(Caller caller, Document document, DailyBar bar, CancellationToken cancellationToken)
    {
        if (document.Sha256 is null || document.BytesRemovedAt is not null)
            return null;
        using var read = await heavyReads.ReadAsync(caller, document, cancellationToken);
        var (parsed, _) = await reading.ParseAsync(document, sources[document.Source], cancellationToken);
        // The newest day may have a live row besides its own: the bar came from the more similar one.
        var rows = parsed?.Rows.Where(r => r.Bar.Date == bar.Date).OrderByDescending(r => Likeness(r.Bar, bar)).Take(1).ToList() ?? [];
        return rows.Count == 0 ? null : new RowPosition(parsed!.Text, rows[0].Position);
    }

    private static int Likeness(DailyBar a, DailyBar b) =>
        Like(Price.Same(a.Open, b.Open)) + Like(Price.Same(a.High, b.High)) + Like(Price.Same(a.Low, b.Low))
        + Like(Price.Same(a.Close, b.Close)) + Like(Price.Same(a.AdjClose, b.AdjClose)) + Like(a.Volume == b.Volume);

    private static int Like(bool same) => same ? 1 : 0;
}
