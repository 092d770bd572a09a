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
            Confirm(plan, NewRow(bar, knownAt), old, winner!);
            return;
        }
        // Parsed again by another version, a document rewrites only its own rows.
        var isOurs = old.DocumentId == entry.DocumentId;
        (old.DocumentId, old.BasisDate) = (winner?.DocumentId ?? old.DocumentId, winner?.BasisDate ?? old.BasisDate);
        var row = NewRow(bar, knownAt);
        var before = splits.Pending(old.Date, old.BasisDate);
        var after = splits.Pending(row.Date, row.BasisDate);
        var same = before == after && RowChange.IsNone(old, row);
        if (same)
            plan.Overlap.AddEqual(old);
        else if (!isOurs)
            plan.Overlap.Add(old, before, winner?.Precise ?? true, row, after, entry.Precise);
        if (!same)
        {
            plan.Updates.Add(row);
            plan.Forgotten.Add(old, row);
        }
        if (same || RowChange.IsRestatement(old, before, row, after))
        {
            if (old.AdjClose is { } was && row.AdjClose is { } now)
                plan.Adjusted.Add(AdjustedChange.Of(row.Date, was, after / before, now));
            row.KnownSince = old.KnownSince;
            return;
        }
        if (row.KnownSince <= old.KnownSince)
            row.KnownSince = old.KnownSince.AddMilliseconds(1);
        plan.Revisions.Add(BarRevision.Of(old, row.KnownSince));
    }

    /// <summary>A later capture has the day: it would have had to replace this one.</summary>
    private void Confirm(MergePlan plan, DailyBarRow lost, DailyBarRow standing, LoadLedgerEntry winner)
    {
        plan.Forgotten.Add(lost, standing);
        var (before, after) = (splits.Pending(lost.Date, lost.BasisDate), splits.Pending(standing.Date, winner.BasisDate));
        if (before == after && RowChange.IsNone(lost, standing))
            plan.Confirmed.AddEqual(lost);
        else
            plan.Confirmed.Add(lost, before, entry.Precise, standing, after, winner.Precise);
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
}
