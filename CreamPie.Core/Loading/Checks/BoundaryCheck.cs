using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Processing;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Loading.Checks;

/// <summary>
/// Where a document's days border on days of other documents, a jump may be a split that no document lists. Within a
/// document its own processing has checked for that.
/// </summary>
internal static class BoundaryCheck
{
    private const int MostDaysApart = 31;
    private const int MostFindings = 20;

    /// <summary>
    /// A smaller step than that of a 5:4 split may be trading. Within a document half of the price is a large move; between two
    /// documents a 2:1 or 3:2 split is no more, and nothing else tells of it.
    /// </summary>
    private const double SmallestStep = 1.25;

    /// <summary>Reads the two rows around the document and compares neighbours across each boundary.</summary>
    /// <param name="db">In the load's transaction.</param>
    /// <param name="entry">The document's ledger entry.</param>
    /// <param name="bars">The document's bars.</param>
    /// <param name="range">The rows of the document's range; if a day occurs twice, the later one counts.</param>
    /// <param name="endsOnly">True if only the first and the last day of the range can be boundaries.</param>
    /// <param name="splits">The current splits.</param>
    /// <param name="cancellationToken">Ends the load.</param>
    public static async Task<IEnumerable<ProcessedFinding>> FindAsync(
        CreamPieDbContext db, LoadLedgerEntry entry, IReadOnlyList<DailyBar> bars, IEnumerable<DailyBarRow> range, bool endsOnly,
        SplitFactors splits, CancellationToken cancellationToken)
    {
        var series = db.DailyBars.AsNoTracking().Where(b => b.StockId == entry.StockId && b.Source == entry.Source);
        var around = await series.Where(b => b.Date < entry.FirstDay).OrderByDescending(b => b.Date).Take(1)
            .Concat(series.Where(b => b.Date > entry.LastDay).OrderBy(b => b.Date).Take(1))
            .ToListAsync(cancellationToken);
        var rows = new SortedDictionary<DateOnly, DailyBarRow>();
        foreach (var row in around.Concat(range))
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
        if (from <= 0 || to <= 0 || Math.Abs(Math.Log(to / from)) < Math.Log(SmallestStep))
            return null;
        return new ProcessedFinding(
            FindingKind.LargeMove,
            second.Date,
            $"The close went from {Number(from)} on {FindingList.Day(first.Date)} to {Number(to)} between two documents, "
            + "without a known split.",
            "Loaded.");

        static string Number(double close) => FindingList.Number(Adjustment.Significant(close));
    }
}
