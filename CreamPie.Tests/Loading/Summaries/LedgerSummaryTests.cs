using CreamPie.Core.Loading.Merge;
using CreamPie.Core.Loading.Summaries;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables.Series;

namespace CreamPie.Tests.Loading.Summaries;

public sealed class LedgerSummaryTests
{
    private const int Rounds = 300;
    private const int Days = 60;
    private static readonly DateOnly Start = new(2024, 1, 1);

    [Fact]
    public void Ranges_of_random_ledgers_name_the_winner_of_each_day()
    {
        var random = new Random(1);
        for (var round = 0; round < Rounds; round++)
        {
            var winners = new DayWinners(Ledger(random, random.Next(0, 12)));
            var ranges = winners.Ranges();
            for (var day = Start.AddDays(-1); day <= Start.AddDays(Days + 1); day = day.AddDays(1))
            {
                var found = ranges.FindAll(r => r.Days.Contains(day));
                Assert.Equal(winners.Of(day), found.Count == 0 ? null : Assert.Single(found).Winner);
            }
            Assert.Equal(ranges.OrderBy(r => r.Days.First), ranges);
        }
    }

    [Fact]
    public void Summary_with_one_document_more_is_that_of_the_whole_ledger()
    {
        var random = new Random(3);
        for (var round = 0; round < 10 * Rounds; round++)
        {
            var ledger = Ledger(random, random.Next(1, 12));
            var (added, told) = (ledger[^1], Enumerable.Range(0, random.Next(12)).ToList());
            var before = LedgerSummary.Of(ledger[..^1], told);
            var overlapping = ledger.FindAll(
                e => e.Source == added.Source && e.FirstDay <= added.LastDay && e.LastDay >= added.FirstDay);
            // What a load changes of the others: days that they lack and the new document has.
            foreach (var other in overlapping.Where(o => o != added && random.Next(2) == 0))
                other.MissingDays.Add(added.FirstDay.AddDays(random.Next(added.LastDay.DayNumber - added.FirstDay.DayNumber + 1)));

            var with = before.With(added, overlapping, ledger.Where(e => told.Contains(e.DocumentId)));

            Assert.Equal(SummaryBytes.Write(LedgerSummary.Of(ledger, told)), SummaryBytes.Write(with));
        }
    }

    [Fact]
    public void Summary_is_the_same_after_writing_and_reading()
    {
        var random = new Random(2);
        for (var round = 0; round < Rounds; round++)
        {
            var summary = LedgerSummary.Of(Ledger(random, random.Next(0, 12)), Enumerable.Range(0, 5));

            var read = SummaryBytes.Read(SummaryBytes.Write(summary))!;

            Assert.Equal((summary.Through, Text(summary)), (read.Through, Text(read)));
        }
    }

    [Fact]
    public void Summary_in_an_unknown_format_is_not_read()
    {
        var bytes = SummaryBytes.Write(LedgerSummary.Empty);
        bytes[0]++;

        Assert.Null(SummaryBytes.Read(bytes));
        Assert.Null(SummaryBytes.Read([]));
    }

    /// <summary>Reads and loads take the ledger instead.</summary>
    [Fact]
    public void Damaged_summary_is_not_read_and_throws_nothing()
    {
        var random = new Random(4);
        var bytes = SummaryBytes.Write(LedgerSummary.Of(Ledger(random, 12), Enumerable.Range(0, 5)));

        for (var length = 1; length < bytes.Length; length++)
            Assert.Null(SummaryBytes.Read(bytes[..length]));
        Assert.Null(SummaryBytes.Read([.. bytes, 0]));
        for (var round = 0; round < 10 * Rounds; round++)
        {
            var damaged = bytes.ToArray();
            random.NextBytes(damaged.AsSpan(random.Next(1, bytes.Length)));
            // Some are summaries again, of something else.
            _ = SummaryBytes.Read(damaged);
        }
    }

    /// <summary>Twenty years of daily pulls, each with the last five days.</summary>
    [Fact]
    public void Five_thousand_documents_take_less_than_fifty_kilobytes()
    {
        var ledger = Enumerable.Range(0, 5_000).Select(i => Entry(
            i, SourceName.YahooChart, Start.AddDays(i), Start.AddDays(i + 5), basis: Start.AddDays(i + 5), lacked: [], missing: []));

        var summary = LedgerSummary.Of(ledger, []);

        Assert.InRange(SummaryBytes.Write(summary).Length, 5_000, 50_000);
        Assert.Equal([new(Start, Start.AddDays(5_004))], summary.Sources[SourceName.YahooChart].Covered);
    }

    private static string Text(LedgerSummary summary) => string.Join('\n', [
        string.Join(' ', summary.Listed), string.Join(' ', summary.Bases.OrderBy(b => b.Key)),
        .. summary.Sources.OrderBy(s => s.Key).Select(s => $"{s.Key} {string.Join(' ', s.Value.Covered)} " + string.Join(
            ' ', s.Value.Bases.Select(b => $"{b.Days} {b.BasisDate} {b.CashBasisDate} {b.ForgetsCash} {string.Join(',', b.LackedCash)}"))),
    ]);

    private static List<LoadLedgerEntry> Ledger(Random random, int count) => [.. Enumerable.Range(0, count).Select(i =>
    {
        var first = random.Next(Days);
        var last = random.Next(first, Days + 1);
        var entry = Entry(
            i, random.Next(4) == 0 ? SourceName.YahooPage : SourceName.YahooChart, Start.AddDays(first), Start.AddDays(last),
            basis: Start.AddDays(last + random.Next(-3, 4)), lacked: Some(2), missing: Some(6));
        entry.FinalThrough = random.Next(5) == 0 ? null : Start.AddDays(last - random.Next(0, 3));
        entry.Precise = random.Next(3) > 0;
        entry.ForgetsCash = random.Next(4) == 0;
        entry.ListsActions = random.Next(3) > 0;
        entry.CapturedAt = entry.CapturedAt.AddDays(random.Next(Days));
        return entry;

        List<DateOnly> Some(int most) =>
            [.. Enumerable.Range(0, random.Next(most)).Select(_ => Start.AddDays(random.Next(first, last + 1))).Order()];
    })];

    private static LoadLedgerEntry Entry(
        int document, SourceName source, DateOnly first, DateOnly last, DateOnly basis, List<DateOnly> lacked, List<DateOnly> missing) =>
        new()
        {
            DocumentId = document,
            ParserVersion = 1,
            Source = source,
            FirstDay = first,
            LastDay = last,
            FinalThrough = last,
            BasisDate = basis,
            CashBasisDate = basis.AddDays(document % 3),
            LackedCash = lacked,
            MissingDays = missing,
            CapturedAt = last.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
            Sha256 = document.ToString("x64", System.Globalization.CultureInfo.InvariantCulture),
        };
}
