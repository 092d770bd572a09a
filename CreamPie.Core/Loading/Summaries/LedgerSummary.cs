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
            BasesOf(newest.Where(e => told.Contains(e.DocumentId))));
    }

    /// <summary>The same as <see cref="Of"/> of the ledger with one document more, for a ledger that differs by nothing else.</summary>
    /// <param name="added">The entry of that document.</param>
    /// <param name="overlapping">The entry, and those of its source that overlap it, of the newest parser version each.</param>
    /// <param name="told">The entries of the documents that current splits and dividends are from, of all parser versions.</param>
    public LedgerSummary With(
        LoadLedgerEntry added, IReadOnlyList<LoadLedgerEntry> overlapping, IEnumerable<LoadLedgerEntry> told) => new(
        new Dictionary<SourceName, SourceSummary>(Sources)
        {
            [added.Source] = Sources.GetValueOrDefault(added.Source, SourceSummary.Empty)
                .With(new(added.FirstDay, added.LastDay), SourceSummary.Of(overlapping)),
        },
        added.ListsActions ? DateRange.Union([.. Listed, new(added.FirstDay, Reach(added))]) : Listed,
        Reach(added) > Through ? Reach(added) : Through,
        BasesOf(told.Newest()));

    private static Dictionary<int, DateOnly> BasesOf(IEnumerable<LoadLedgerEntry> told) =>
        told.ToDictionary(e => e.DocumentId, e => e.BasisDate);

    /// <summary>A document whose source was late to apply a split has days after its basis.</summary>
    private static DateOnly Reach(LoadLedgerEntry entry) => entry.LastDay > entry.BasisDate ? entry.LastDay : entry.BasisDate;
}

/// <summary>Of the documents of one source.</summary>
/// <param name="Bases">Oldest first; days that no document has are in none.</param>
/// <param name="Covered">From the first day to the last of each document, joined where they adjoin; oldest first.</param>
internal sealed record SourceSummary(IReadOnlyList<BasisRange> Bases, IReadOnlyList<DateRange> Covered)
{
    public static readonly SourceSummary Empty = new([], []);

    public static SourceSummary Of(IReadOnlyList<LoadLedgerEntry> entries) => new(
        Joined(new DayWinners(entries).Ranges().Select(r => BasisRange.Of(r.Days, r.Winner))),
        DateRange.Union(entries.Select(e => new DateRange(e.FirstDay, e.LastDay))));

    /// <summary>With one document more, which can win only days of its own range.</summary>
    /// <param name="days">Its range.</param>
    /// <param name="within">Of all documents that overlap the range, itself among them.</param>
    public SourceSummary With(DateRange days, SourceSummary within) => new(
        Joined([
            .. Bases.Select(b => b.Until(days.First.DayNumber - 1)).OfType<BasisRange>(),
            .. within.Bases.Select(b => b.From(days.First.DayNumber)?.Until(days.Last.DayNumber)).OfType<BasisRange>(),
            .. Bases.Select(b => b.From(days.Last.DayNumber + 1)).OfType<BasisRange>(),
        ]),
        DateRange.Union([.. Covered, days]));

    /// <summary>In as few ranges as possible.</summary>
    /// <param name="ranges">Oldest first.</param>
    private static List<BasisRange> Joined(IEnumerable<BasisRange> ranges)
    {
        var joined = new List<BasisRange>();
        foreach (var range in ranges)
        {
            if (joined.Count > 0 && joined[^1].Adjoins(range))
                joined[^1] = joined[^1] with { Days = new(joined[^1].Days.First, range.Days.Last) };
            else
                joined.Add(range);
        }
        return joined;
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

    /// <summary>The days of it up to one; null if there are none.</summary>
    public BasisRange? Until(int last) =>
        Days.Last.DayNumber <= last ? this
        : Days.First.DayNumber <= last ? this with { Days = new(Days.First, DateOnly.FromDayNumber(last)) }
        : null;

    /// <summary>The days of it from one on; null if there are none.</summary>
    public BasisRange? From(int first) =>
        Days.First.DayNumber >= first ? this
        : Days.Last.DayNumber >= first ? this with { Days = new(DateOnly.FromDayNumber(first), Days.Last) }
        : null;

    /// <summary>True if the next range begins where this one ends, with the same basis.</summary>
    public bool Adjoins(BasisRange next) =>
        Days.Last.DayNumber + 1 == next.Days.First.DayNumber && BasisDate == next.BasisDate && CashBasisDate == next.CashBasisDate
        && ForgetsCash == next.ForgetsCash && LackedCash.SequenceEqual(next.LackedCash);
}
