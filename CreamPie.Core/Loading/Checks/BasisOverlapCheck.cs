using System.Globalization;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Processing;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Loading.Checks;

/// <summary>
/// Compares prices of unproved basis with proved ones of the same days, whichever came first. Those that are adjusted for dividends
/// are lower by factors that are constant between ex-dates and rise to 1; those as traded are higher by factors that fall to 1 at splits.
/// </summary>
internal static class BasisOverlapCheck
{
    private const int FewestDays = 5;

    /// <summary>Relative: above what two sources round differently, below what a dividend takes out.</summary>
    private const double Same = 0.001;

    /// <summary>A factor holds for that many days at least, on average: dividends are paid every month or less often.</summary>
    private const int DaysOfAFactor = 10;

    /// <summary>Reads the rows of this load, too: runs after they are written.</summary>
    public static async Task<IEnumerable<(int DocumentId, ProcessedFinding Finding)>> FindAsync(
        CreamPieDbContext db, LoadLedgerEntry entry, SplitFactors splits, CancellationToken cancellationToken)
    {
        var unproved = await db.LoadLedger.AsNoTracking()
            .Where(e => e.StockId == entry.StockId && e.Source == SourceName.Unproved
                && !db.Findings.Any(f => f.DocumentId == e.DocumentId && f.Kind == FindingKind.BasisContradicted))
            .Select(e => e.DocumentId)
            .ToListAsync(cancellationToken);
        if (entry.Source == SourceName.Unproved)
            unproved.Add(entry.DocumentId);
        if (unproved.Count == 0)
            return [];
        var series = db.DailyBars.AsNoTracking().Where(b => b.StockId == entry.StockId && b.Final);
        var both = series
            .Where(b => b.Source == SourceName.Unproved && unproved.Contains(b.DocumentId))
            .Join(series.Where(b => b.Source != SourceName.Unproved), u => u.Date, p => p.Date, (u, p) => new { Unproved = u, Proved = p });
        // All days are compared only if one of this load differs.
        if (entry.Source != SourceName.Unproved && !await both.AnyAsync(
            b => b.Unproved.Date >= entry.FirstDay && b.Unproved.Date <= entry.LastDay
                && (b.Unproved.Close > b.Proved.Close * (1 + Same) || b.Unproved.Close < b.Proved.Close * (1 - Same)),
            cancellationToken))
            return [];
        var pairs = await both.ToListAsync(cancellationToken);
        return pairs
            .Where(p => p.Proved.Close > 0 && p.Unproved.Close > 0)
            .GroupBy(p => p.Unproved.DocumentId)
            .Select(d => (d.Key, Finding: Judge([.. d
                .OrderBy(p => p.Unproved.Date).ThenBy(p => p.Proved.Source)
                .DistinctBy(p => p.Unproved.Date)
                .Select(p => (p.Unproved.Date, OnTodaysBasis(p.Unproved, splits) / OnTodaysBasis(p.Proved, splits)))])))
            .Where(d => d.Finding is not null)
            .Select(d => (d.Key, d.Finding!));
    }

    private static double OnTodaysBasis(DailyBarRow row, SplitFactors splits) => row.Close / splits.Pending(row.Date, row.BasisDate);

    /// <param name="factors">Unproved over proved close, oldest first.</param>
    private static ProcessedFinding? Judge(IReadOnlyList<(DateOnly Day, double Factor)> factors)
    {
        var differing = factors.Where(f => Math.Abs(f.Factor - 1) > Same).ToList();
        if (factors.Count < FewestDays || differing.Count == 0)
            return null;
        var (changes, falls) = (0, 0);
        for (var i = 1; i < factors.Count; i++)
        {
            var change = factors[i].Factor / factors[i - 1].Factor - 1;
            changes += Math.Abs(change) > Same ? 1 : 0;
            falls += change < -Same ? 1 : 0;
        }
        var isTraded = changes is > 0 && changes <= factors.Count / DaysOfAFactor && falls == changes
            && Math.Abs(factors[^1].Factor - 1) < Same;
        var isDividends = falls == 0 && changes <= factors.Count / DaysOfAFactor && factors[^1].Factor < 1 + Same;
        return new(
            FindingKind.BasisContradicted,
            differing[^1].Day,
            string.Create(
                CultureInfo.InvariantCulture,
                $"On {differing.Count:N0} of {factors.Count:N0} days its closes are {differing.Min(f => f.Factor):0.####} to "
                + $"{differing.Max(f => f.Factor):0.####} times those of proved basis{(isDividends
                    ? ", by factors constant between ex-dates: they are adjusted for dividends, too."
                    : isTraded ? ", by factors that fall to 1, as at splits: they are as traded." : ".")}"),
            "Kept in its own series; the prices of proved basis are served.");
    }
}
