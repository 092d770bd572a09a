using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Loading.Actions;

/// <summary>What a load did to the actions of its stock.</summary>
/// <param name="Splits">Those that stand after it.</param>
/// <param name="Findings">New doubts about actions.</param>
/// <param name="SplitsChanged">True if other splits stand than before.</param>
/// <param name="IsJudged">True if other documents may have got another basis or other payments in the ledger.</param>
internal sealed record MergedActions(SplitFactors Splits, IReadOnlyList<ActionFinding> Findings, bool SplitsChanged, bool IsJudged);

/// <summary>
/// Adds one document to what is known of a stock's actions. A document that agrees with what stands, as nearly every pull does, is
/// only noted; otherwise <see cref="StandingActions"/> are derived anew from all documents. Nothing is deleted: an action that no
/// longer stands gets its known_to.
/// </summary>
/// <param name="db">In the load's transaction.</param>
/// <param name="request">What is loaded.</param>
/// <param name="entry">Its ledger entry, not yet in the ledger; receives its basis.</param>
/// <param name="others">Ledger entries of the series' other documents with days in its range.</param>
internal sealed class ActionMerge(
    CreamPieDbContext db, LoadRequest request, LoadLedgerEntry entry, IReadOnlyList<LoadLedgerEntry> others)
{
    private readonly PriceSamples _samples = PriceSamples.Of(request.Document.Bars, request.Document.Actions);
    private readonly List<CorporateAction> _listed = ListedByDay.Of(request.Document);

    /// <param name="isReread">True if an older parser has loaded the document.</param>
    /// <param name="cancellationToken">Ends the load.</param>
    public async Task<MergedActions> ApplyAsync(bool isReread, CancellationToken cancellationToken)
    {
        var rows = await db.CorporateActions.Where(a => a.StockId == entry.StockId).ToListAsync(cancellationToken);
        var tellers = rows.Where(a => a.KnownTo == null).Select(a => a.DocumentId).Distinct().ToList();
        var ledger = tellers.Count == 0 ? [] : await db.LoadLedger
            .Where(e => e.StockId == entry.StockId && tellers.Contains(e.DocumentId))
            .ToListAsync(cancellationToken);
        if (isReread)
        {
            await db.ListedActions.Where(a => a.DocumentId == entry.DocumentId).ExecuteDeleteAsync(cancellationToken);
            await db.LoadEvidence.Where(a => a.DocumentId == entry.DocumentId).ExecuteDeleteAsync(cancellationToken);
        }
        var before = ActionRows.SplitsOf(rows);
        var standing = new ActionRows(db, entry.StockId, request.KnownAt, rows, Bases(ledger));
        var agreement = new Agreement(entry, others, _listed, _samples.AdjustsForCash, rows, standing);
        MergedActions merged;
        if (!isReread && agreement.IsWhole && !await MayLackAsync(standing, cancellationToken))
        {
            standing.Repeat(_listed, entry, ledger);
            merged = new(before, [], SplitsChanged: false, IsJudged: false);
        }
        else
        {
            merged = await JudgeAsync(rows, before, cancellationToken);
        }
        Note();
        await db.SaveChangesAsync(cancellationToken);
        return merged;
    }

    /// <summary>True if the adjusted closes of another document may lack a payment that is news.</summary>
    private async Task<bool> MayLackAsync(ActionRows standing, CancellationToken cancellationToken)
    {
        var news = _listed.FindAll(a => a.Amount is not null && !standing.IsKnown(a, entry.DocumentId)).ConvertAll(a => a.ExDate);
        if (news.Count == 0)
            return false;
        var (first, last) = (news.Min(), news.Max());
        return await db.LoadLedger.AnyAsync(
            e => e.StockId == entry.StockId && e.DocumentId != entry.DocumentId && e.FirstDay < last && e.CashBasisDate >= first,
            cancellationToken);
    }

    private async Task<MergedActions> JudgeAsync(
        List<CorporateActionRow> rows, SplitFactors before, CancellationToken cancellationToken)
    {
        var (witnesses, entries) = await Witnesses.ReadAsync(db, entry.StockId, cancellationToken, without: entry.DocumentId);
        witnesses.Add(Witnesses.Of(entry, entry.BasisDate, request.Document.TellsCash, _listed, _samples));
        entries.Add(entry);
        var judged = StandingActions.Of(witnesses);
        // A document that was refused since may have told one that ended.
        new ActionRows(db, entry.StockId, request.KnownAt, rows, id => judged.Bases.GetValueOrDefault(id, DateOnly.MaxValue))
            .Write(judged, entry.DocumentId);
        foreach (var (witness, of) in witnesses.Zip(entries))
        {
            var basis = judged.BasisOf(witness.DocumentId);
            if (of.BasisDate != basis && of != entry)
            {
                await db.DailyBars.Where(b => b.StockId == of.StockId && b.DocumentId == of.DocumentId)
                    .ExecuteUpdateAsync(set => set.SetProperty(b => b.BasisDate, basis), cancellationToken);
            }
            (of.BasisDate, of.ForgetsCash) = (basis, judged.ForgetsCash(witness));
            if (judged.CashLackedBy(witness) is var lacked && !lacked.SequenceEqual(of.LackedCash))
                of.LackedCash = lacked;
        }
        var isOther = !before.All.SequenceEqual(judged.Splits.All) || !before.Undone.SequenceEqual(judged.Splits.Undone);
        return new(judged.Splits, await NewFindingsAsync(judged, cancellationToken), isOther, IsJudged: true);
    }

    /// <summary>Also those that a person has closed are no news.</summary>
    private async Task<IReadOnlyList<ActionFinding>> NewFindingsAsync(StandingActions judged, CancellationToken cancellationToken)
    {
        if (judged.Findings.Count == 0)
            return [];
        var days = judged.Findings.Select(f => f.Finding.Date).Distinct().ToList();
        var known = await db.Findings.AsNoTracking()
            .Where(f => f.StockId == entry.StockId && days.Contains(f.Date))
            .Select(f => new { f.Kind, f.Seen })
            .ToListAsync(cancellationToken);
        return [.. judged.Findings.Where(f => !known.Exists(k => k.Kind == f.Finding.Kind && k.Seen == f.Finding.Seen))];
    }

    private void Note()
    {
        db.LoadEvidence.Add(new LoadEvidence
        {
            DocumentId = entry.DocumentId,
            StockId = entry.StockId,
            StatedBasis = request.Document.BasisDate,
            TellsCash = request.Document.TellsCash,
            Samples = _samples.Encode(),
        });
        db.ListedActions.AddRange(_listed.Select(a => new ListedAction
        {
            DocumentId = entry.DocumentId,
            ExDate = a.ExDate,
            Kind = a.Kind,
            StockId = entry.StockId,
            Amount = a.Amount,
            Currency = a.Currency,
            Numerator = a.Numerator,
            Denominator = a.Denominator,
            Exact = a.Exact,
        }));
    }

    private Func<int, DateOnly> Bases(List<LoadLedgerEntry> ledger)
    {
        var bases = ledger.Newest().ToDictionary(e => e.DocumentId, e => e.BasisDate);
        bases[entry.DocumentId] = entry.BasisDate;
        return id => bases.GetValueOrDefault(id, entry.BasisDate);
    }
}
