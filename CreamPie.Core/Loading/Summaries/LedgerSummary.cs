using CreamPie.Core.Loading.Merge;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables.Series;

namespace CreamPie.Core.Loading.Summaries;

/// <summary>
/// What a read needs of a stock's ledger. Its size depends on the days of the stock and not on the documents that stand behind them.
/// </summary>
/// <param name="Sources">By the source of the series.</param>
/// <param name="Listed">Days whose splits and dividends some document lists, oldest first.</param>
/// <param name="Through">The newest day that any document reaches; the first day of all without documents.</param>
/// <param name="Bases">Basis dates of the documents that current splits and dividends are from, by document.</param>
internal sealed record LedgerSummary(
    IReadOnlyDictionary<SourceName, SourceSummary> Sources, IReadOnlyList<DateRange> Listed, DateOnly Through,
    IReadOnlyDictionary<int, DateOnly> Bases)
{
    /// <summary>Of a stock without documents.</summary>
    public static readonly LedgerSummary Empty = Of([], []);

    /// <param name="ledger">The whole ledger of one stock, of all parser versions.</param>
    /// <param name="tellers">Documents of its current splits and dividends.</param>
    public static LedgerSummary Of(IEnumerable<LoadLedgerEntry> ledger, IEnumerable<int> tellers)
    {
        List<LoadLedgerEntry> newest = [.. ledger.Newest()];
        var told = tellers.ToHashSet();
        return new(
            newest.GroupBy(e => e.Source).ToDictionary(s => s.Key, s => SourceSummary.Of([.. s])),
            DateRange.Union(newest.Where(e => e.ListsActions).Select(e => new DateRange(e.FirstDay, Reach(e)))),
            newest.Count == 0 ? DateOnly.MinValue : newest.Max(Reach),
            newest.Where(e => told.Contains(e.DocumentId)).ToDictionary(e => e.DocumentId, e => e.BasisDate));
    }

    /// <summary>A document whose source was late to apply a split has days after its basis.</summary>
    private static DateOnly Reach(LoadLedgerEntry entry) => entry.LastDay > entry.BasisDate ? entry.LastDay : entry.BasisDate;
}

/// <summary>Of the documents of one source.</summary>
/// <param name="Bases">Oldest first; days that no document has are in none.</param>
/// <param name="Covered">From the first day to the last of each document, joined where they adjoin; oldest first.</param>
internal sealed record SourceSummary(IReadOnlyList<BasisRange> Bases, IReadOnlyList<DateRange> Covered)
{
    public static SourceSummary Of(IReadOnlyList<LoadLedgerEntry> entries)
    {
        var bases = new List<BasisRange>();
        foreach (var (days, winner) in new DayWinners(entries).Ranges())
        {
            var range = BasisRange.Of(days, winner);
            if (bases.Count > 0 && bases[^1].Adjoins(range))
                bases[^1] = bases[^1] with { Days = new(bases[^1].Days.First, days.Last) };
            else
                bases.Add(range);
        }
        return new(bases, DateRange.Union(entries.Select(e => new DateRange(e.FirstDay, e.LastDay))));
    }
}

/// <summary>Days whose winning documents have one basis.</summary>
/// <param name="Days">Without a gap.</param>
/// <param name="BasisDate">Every split up to it is in the prices.</param>
/// <param name="CashBasisDate">Every payment up to it is in the adjusted closes, but <paramref name="LackedCash"/>.</param>
/// <param name="ForgetsCash">No payment is.</param>
/// <param name="LackedCash">Ex-dates, oldest first.</param>
internal readonly record struct BasisRange(
    DateRange Days, DateOnly BasisDate, DateOnly CashBasisDate, bool ForgetsCash, IReadOnlyList<DateOnly> LackedCash)
{
    public static BasisRange Of(DateRange days, LoadLedgerEntry winner) =>
        new(days, winner.BasisDate, winner.CashBasisDate, winner.ForgetsCash, winner.LackedCash);

    /// <summary>True if the next range begins where this one ends, with the same basis.</summary>
    public bool Adjoins(BasisRange next) =>
        Days.Last.DayNumber + 1 == next.Days.First.DayNumber && BasisDate == next.BasisDate && CashBasisDate == next.CashBasisDate
        && ForgetsCash == next.ForgetsCash && LackedCash.SequenceEqual(next.LackedCash);
}
