using CreamPie.Core.Loading.Checks;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Storage.Tables.Series;

namespace CreamPie.Core.Loading.Merge;

/// <summary>
/// Merges one document into the stored series, day by day. For each day the document with the highest
/// <see cref="CaptureKey"/> among those that have the day wins, in whatever order they arrive (see <see cref="DayWinners"/>).
/// </summary>
/// <param name="entry">The document's own ledger entry; receives its missing days.</param>
/// <param name="others">Ledger entries of the series' other documents that overlap it; receive theirs.</param>
/// <param name="splits">The current splits, including the document's.</param>
internal sealed class SeriesMerge(LoadLedgerEntry entry, IReadOnlyList<LoadLedgerEntry> others, SplitFactors splits)
{
    private readonly DayWinners _winners = new(others);

    /// <param name="stored">The stored rows from the document's first to its last day, oldest first.</param>
    /// <param name="bars">The document's bars, oldest first.</param>
    /// <param name="knownAt">UTC; when the document was archived.</param>
    public MergePlan Merge(IReadOnlyList<DailyBarRow> stored, IReadOnlyList<DailyBar> bars, DateTime knownAt)
    {
        var plan = new MergePlan();
        var next = 0;
        foreach (var bar in bars)
        {
            for (; next < stored.Count && stored[next].Date < bar.Date; next++)
                MarkIfMissing(plan, stored[next]);
            if (next < stored.Count && stored[next].Date == bar.Date)
                Replace(plan, stored[next++], bar, knownAt);
            else
                Insert(plan, bar, knownAt);
        }
        for (; next < stored.Count; next++)
            MarkIfMissing(plan, stored[next]);
        return plan;
    }

    private void Insert(MergePlan plan, DailyBar bar, DateTime knownAt)
    {
        plan.Inserts.Add(NewRow(bar, knownAt));
        if (others.Count == 0)
            return;
        foreach (var other in _winners.Above(entry, bar.Date))
        {
            other.MissingDays.Add(bar.Date);
            plan.Missing.Add((other.DocumentId, bar.Date));
        }
    }

    private void Replace(MergePlan plan, DailyBarRow old, DailyBar bar, DateTime knownAt)
    {
        plan.Common++;
        var winner = _winners.Of(old.Date);
        if (!WinsOver(winner, old.Date))
        {
            plan.Skipped++;
            plan.Forgotten.Add(NewRow(bar, knownAt), old);
            return;
        }
        // Parsed again by another version, a document rewrites only its own rows.
        var isOurs = old.DocumentId == entry.DocumentId;
        (old.DocumentId, old.BasisDate) = (winner?.DocumentId ?? old.DocumentId, winner?.BasisDate ?? old.BasisDate);
        var row = NewRow(bar, knownAt);
        var before = splits.Pending(old.Date, old.BasisDate);
        var after = splits.Pending(row.Date, row.BasisDate);
        var same = before == after && SameValues(old, row);
        if (same)
            plan.Overlap.AddEqual(old);
        else if (!isOurs)
            plan.Overlap.Add(old, before, winner?.Precise ?? true, row, after, entry.Precise);
        if (!same)
        {
            plan.Updates.Add(row);
            plan.Forgotten.Add(old, row);
        }
        var restatesOnly = same || (old.Final == row.Final && SamePrices(old, before, row, after)
            && old.AdjClose.HasValue == row.AdjClose.HasValue);
        if (restatesOnly)
        {
            if (old.AdjClose is { } was && row.AdjClose is { } now)
                plan.Adjusted.Add(AdjustedChange.Of(row.Date, was, after / before, now));
            row.KnownSince = old.KnownSince;
            return;
        }
        if (row.KnownSince <= old.KnownSince)
            row.KnownSince = old.KnownSince.AddMilliseconds(1);
        plan.Revisions.Add(RevisionOf(old, row.KnownSince));
    }

    private void MarkIfMissing(MergePlan plan, DailyBarRow old)
    {
        if (!WinsOver(_winners.Of(old.Date), old.Date))
            return;
        entry.MissingDays.Add(old.Date);
        plan.Missing.Add((entry.DocumentId, old.Date));
    }

    private bool WinsOver(LoadLedgerEntry? other, DateOnly day) =>
        other is null || CaptureKey.Of(other, day).CompareTo(CaptureKey.Of(entry, day)) <= 0;

    private DailyBarRow NewRow(DailyBar bar, DateTime knownAt) => new()
    {
        StockId = entry.StockId,
        Source = entry.Source,
        Date = bar.Date,
        Open = bar.Open,
        High = bar.High,
        Low = bar.Low,
        Close = bar.Close,
        AdjClose = bar.AdjClose,
        Volume = bar.Volume,
        Final = bar.Final,
        BasisDate = entry.BasisDate,
        DocumentId = entry.DocumentId,
        KnownSince = knownAt,
    };

    private static BarRevision RevisionOf(DailyBarRow old, DateTime knownTo) => new()
    {
        StockId = old.StockId,
        Source = old.Source,
        Date = old.Date,
        KnownFrom = old.KnownSince,
        KnownTo = knownTo,
        Open = old.Open,
        High = old.High,
        Low = old.Low,
        Close = old.Close,
        AdjClose = old.AdjClose,
        Volume = old.Volume,
        Final = old.Final,
        BasisDate = old.BasisDate,
        DocumentId = old.DocumentId,
    };

    private static bool SameValues(DailyBarRow a, DailyBarRow b) =>
        a.Close == b.Close && a.Open == b.Open && a.High == b.High && a.Low == b.Low
        && a.AdjClose == b.AdjClose && a.Volume == b.Volume && a.Final == b.Final;

    private static bool SamePrices(DailyBarRow a, double fa, DailyBarRow b, double fb) =>
        SamePrices(a, b, new PriceComparison(a, fa, b, fb)) && SameVolume(a.Volume * fa, b.Volume * fb);

    private static bool SamePrices(DailyBarRow a, DailyBarRow b, PriceComparison prices) =>
        prices.IsSame(a.Close, b.Close) && prices.IsSame(a.Open, b.Open)
        && prices.IsSame(a.High, b.High) && prices.IsSame(a.Low, b.Low);

    /// <summary>A volume scaled by a split is rounded to whole shares.</summary>
    private static bool SameVolume(double? a, double? b) =>
        a is { } x && b is { } y ? Math.Abs(x - y) <= Math.Max(1, Math.Max(x, y) * Price.Tolerance) : a is null && b is null;
}
