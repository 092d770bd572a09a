using CreamPie.Core.Loading.Actions;
using CreamPie.Core.Loading.Checks;
using CreamPie.Core.Loading.Merge;
using CreamPie.Core.Loading.Summaries;
using CreamPie.Core.Loading.Writers;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Series;
using CreamPie.Core.Storage.Transitions;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Loading.Replay;

/// <summary>Makes a stock what a scratch database says that it is, and keeps what it was as revisions.</summary>
/// <param name="db">In the transaction that has locked the stock; the caller commits.</param>
/// <param name="scratch">With one stock.</param>
/// <param name="stock">Locked.</param>
/// <param name="knownAt">UTC; since when what changes is known.</param>
internal sealed class ReplayWriter(CreamPieDbContext db, CreamPieDbContext scratch, Stock stock, DateTime knownAt)
{
    /// <summary>What closed a finding that no longer holds.</summary>
    public const string Closer = "Replay";

    public async Task<LoadCounts> WriteAsync(CancellationToken cancellationToken)
    {
        var bases = await ReplaceEvidenceAsync(cancellationToken);
        var splits = await ReplaceActionsAsync(bases, cancellationToken);
        var counts = await ReplaceBarsAsync(splits, cancellationToken);
        await ReplaceFindingsAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await ListingRestatement.ApplyAsync(db, stock, cancellationToken);
        await SummaryWriter.WriteAsync(db, stock, cancellationToken);
        return counts;
    }

    /// <summary>The ledger and what its documents say and show; returns the bases of before.</summary>
    private async Task<Dictionary<int, DateOnly>> ReplaceEvidenceAsync(CancellationToken cancellationToken)
    {
        var old = (await db.LoadLedger.AsNoTracking().Where(e => e.StockId == stock.Id).ToListAsync(cancellationToken))
            .Newest()
            .ToDictionary(e => e.DocumentId);
        await db.LoadLedger.Where(e => e.StockId == stock.Id).ExecuteDeleteAsync(cancellationToken);
        await db.LoadEvidence.Where(e => e.StockId == stock.Id).ExecuteDeleteAsync(cancellationToken);
        await db.ListedActions.Where(e => e.StockId == stock.Id).ExecuteDeleteAsync(cancellationToken);
        foreach (var entry in await scratch.LoadLedger.AsNoTracking().ToListAsync(cancellationToken))
        {
            entry.StockId = stock.Id;
            if (old.TryGetValue(entry.DocumentId, out var was))
                (entry.Token, entry.LoadedAt) = (was.Token, was.LoadedAt);
            db.LoadLedger.Add(entry);
        }
        foreach (var evidence in await scratch.LoadEvidence.AsNoTracking().ToListAsync(cancellationToken))
        {
            evidence.StockId = stock.Id;
            db.LoadEvidence.Add(evidence);
        }
        foreach (var action in await scratch.ListedActions.AsNoTracking().ToListAsync(cancellationToken))
        {
            action.StockId = stock.Id;
            db.ListedActions.Add(action);
        }
        await db.SaveChangesAsync(cancellationToken);
        return old.ToDictionary(e => e.Key, e => e.Value.BasisDate);
    }

    private async Task<SplitFactors> ReplaceActionsAsync(Dictionary<int, DateOnly> bases, CancellationToken cancellationToken)
    {
        var rows = await db.CorporateActions.Where(a => a.StockId == stock.Id).ToListAsync(cancellationToken);
        var judged = StandingActions.Of((await Witnesses.ReadAsync(db, stock.Id, cancellationToken)).Witnesses);
        foreach (var (document, basis) in judged.Bases)
            bases[document] = basis;
        new ActionRows(db, stock.Id, knownAt, rows, id => bases.GetValueOrDefault(id, DateOnly.MaxValue)).Write(judged, by: null);
        await db.SaveChangesAsync(cancellationToken);
        return judged.Splits;
    }

    private async Task<LoadCounts> ReplaceBarsAsync(SplitFactors splits, CancellationToken cancellationToken)
    {
        var changes = new BarChanges(stock.Id, knownAt, splits);
        var old = await db.DailyBars.AsNoTracking().Where(b => b.StockId == stock.Id)
            .ToDictionaryAsync(b => (b.Source, b.Date), cancellationToken);
        var rows = await scratch.DailyBars.AsNoTracking().OrderBy(b => b.Source).ThenBy(b => b.Date).ToListAsync(cancellationToken);
        foreach (var row in rows)
            changes.Add(old.Remove((row.Source, row.Date), out var was) ? was : null, row);
        foreach (var gone in old.Values.GroupBy(b => b.Source))
            await RemoveAsync(gone.Key, [.. gone], changes, cancellationToken);
        var writer = BarWriters.For(db);
        foreach (var source in changes.Inserts.GroupBy(b => b.Source))
        {
            List<DailyBarRow> inserts = [.. source];
            await InsertedRows.BeginAfterRevisionsAsync(db, inserts, cancellationToken);
            await writer.InsertAsync(db, inserts, cancellationToken);
        }
        CrashPoint.Pass("mid-upsert");
        foreach (var source in changes.Updates.GroupBy(b => b.Source))
            await writer.UpdateAsync(db, [.. source], cancellationToken);
        db.BarRevisions.AddRange(changes.Revisions);
        foreach (var (source, adjusted, document) in changes.Adjusted)
            await AdjustmentSegments.RecordAsync(db, (stock.Id, source), adjusted, knownAt, document, cancellationToken);
        return changes.Counts;
    }

    private async Task RemoveAsync(
        SourceName source, IReadOnlyList<DailyBarRow> rows, BarChanges changes, CancellationToken cancellationToken)
    {
        const int AtOnce = 500;
        foreach (var row in rows)
            changes.Remove(row);
        foreach (var days in rows.Select(r => r.Date).Chunk(AtOnce))
        {
            await db.DailyBars.Where(b => b.StockId == stock.Id && b.Source == source && days.Contains(b.Date))
                .ExecuteDeleteAsync(cancellationToken);
        }
    }

    /// <summary>Doubts that no longer hold are closed; decisions of people, and whose bars they are, stand.</summary>
    private async Task ReplaceFindingsAsync(CancellationToken cancellationToken)
    {
        var found = await scratch.Findings.AsNoTracking().ToListAsync(cancellationToken);
        var holds = found.Select(f => (f.Kind, f.Date, f.Seen)).ToHashSet();
        var known = await db.Findings.Where(f => f.StockId == stock.Id).ToListAsync(cancellationToken);
        foreach (var ended in known.Where(f => f.ClosedAt is null && !IsLasting(f.Kind) && !holds.Contains((f.Kind, f.Date, f.Seen))))
            (ended.ClosedAt, ended.ClosedBy) = (knownAt, Closer);
        var told = known.Where(f => f.ClosedBy != Closer).Select(f => (f.Kind, f.Date, f.Seen)).ToHashSet();
        db.Findings.AddRange(found.Where(f => told.Add((f.Kind, f.Date, f.Seen))).Select(f => new Finding
        {
            StockId = stock.Id,
            DocumentId = f.DocumentId,
            Kind = f.Kind,
            Date = f.Date,
            Seen = f.Seen,
            Done = f.Done,
            FoundAt = knownAt,
        }));
    }

    private static bool IsLasting(FindingKind kind) => kind
        is FindingKind.NewListing or FindingKind.ListingDoubt or FindingKind.ProposedRename or FindingKind.MassRewriteAccepted
            or FindingKind.DocumentOverruled;
}
