using CreamPie.Core.Database;
using CreamPie.Core.Market;
using CreamPie.Core.Processing;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Loading;

/// <summary>
/// Where a document's days meet days that only others have, a jump may be a split that no document tells. Within a
/// document its processing has looked already.
/// </summary>
internal static class Seams
{
    private const double LargeMove = 0.5;
    private const int MostDaysApart = 31;
    private const int MostFindings = 20;

    public static async Task<IEnumerable<ProcessedFinding>> FindAsync(
        CreamPieDbContext db, LoadLedgerEntry entry, IReadOnlyList<DailyBar> bars, IReadOnlyList<DailyBarRow> stored, MergePlan plan,
        SplitFactors splits, CancellationToken cancellationToken)
    {
        var series = db.DailyBars.AsNoTracking().Where(b => b.StockId == entry.StockId && b.Source == entry.Source);
        var around = await series.Where(b => b.Date < entry.FirstDay).OrderByDescending(b => b.Date).Take(1)
            .Concat(series.Where(b => b.Date > entry.LastDay).OrderBy(b => b.Date).Take(1))
            .ToListAsync(cancellationToken);
        // Where the document has every day of its range, only its two ends can be seams.
        var endsOnly = stored.Count + plan.Inserts.Count == bars.Count;
        var rows = new SortedDictionary<DateOnly, DailyBarRow>();
        foreach (var row in around.Concat(stored).Concat(plan.Inserts).Concat(plan.Updates))
        {
            if (MayBeSeam(row.Date))
                rows[row.Date] = row;
        }
        var ours = bars.Select(b => b.Date).Where(MayBeSeam).ToHashSet();
        return rows.Values.Zip(rows.Values.Skip(1))
            .Where(pair => ours.Contains(pair.First.Date) != ours.Contains(pair.Second.Date))
            .Where(pair => pair.Second.Date.DayNumber - pair.First.Date.DayNumber <= MostDaysApart)
            .Select(pair => Move(pair.First, pair.Second, splits))
            .OfType<ProcessedFinding>()
            .Take(MostFindings)
            .ToList();

        bool MayBeSeam(DateOnly day) => !endsOnly || day <= entry.FirstDay || day >= entry.LastDay;
    }

    private static ProcessedFinding? Move(DailyBarRow first, DailyBarRow second, SplitFactors splits)
    {
        var from = first.Close / splits.Pending(first.Date, first.BasisDate);
        var to = second.Close / splits.Pending(second.Date, second.BasisDate);
        if (from <= 0 || to <= 0 || Math.Abs(to / from - 1) <= LargeMove)
            return null;
        return new ProcessedFinding(
            FindingKind.LargeMove,
            second.Date,
            FormattableString.Invariant($"The close went from {from} on {first.Date:yyyy-MM-dd} to {to} between two documents, without a split that is known."),
            "Loaded.");
    }
}
