using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Processing;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Loading.Checks;

/// <summary>
/// An undated file of old rows may have been made yesterday, with every later split in its prices, or long ago. It is assumed
/// to be as old as its last row; once a later split is known, whichever came first, a person must check it.
/// </summary>
internal static class AssumedBasisCheck
{
    public static async Task<IEnumerable<(int DocumentId, ProcessedFinding Finding)>> FindAsync(
        CreamPieDbContext db, LoadLedgerEntry entry, SplitFactors splits, CancellationToken cancellationToken)
    {
        if (splits.All.Count == 0)
            return [];
        var guessed = await db.LoadLedger.AsNoTracking()
            .Where(e => e.StockId == entry.StockId && e.BasisGuessed
                && !db.Findings.Any(f => f.DocumentId == e.DocumentId && f.Kind == FindingKind.BasisGuessed))
            .ToListAsync(cancellationToken);
        if (entry.BasisGuessed)
            guessed.Add(entry);
        return guessed
            .DistinctBy(e => e.DocumentId)
            .Where(e => splits.Pending(e.LastDay, e.BasisDate) != 1)
            .Select(e => (e.DocumentId, new ProcessedFinding(
                FindingKind.BasisGuessed,
                e.LastDay,
                $"Document {e.DocumentId} is undated, and there was a split after its last row.",
                "Assumed to be as old as its last row, without that split.")));
    }
}
