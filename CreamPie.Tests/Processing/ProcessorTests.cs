using CreamPie.Core.Market;
using CreamPie.Core.Parsing;
using CreamPie.Core.Processing;

namespace CreamPie.Tests.Processing;

public sealed class ProcessorTests
{
    private static readonly DateTime KnownAt = Utc(2026, 11, 23, 10);

    // Thursday and Friday.
    private static readonly DateOnly Day1 = new(2025, 6, 12);
    private static readonly DateOnly Day2 = new(2025, 6, 13);
    private static readonly Listing NewYork = new(Exchange: "NMS", TimeZone: "America/New_York");

    [Fact]
    public void Bars_are_oldest_first_whatever_the_documents_order()
    {
        var document = Document(Bar(Day2), Bar(Day1));

        Assert.Equal([Day1, Day2], Process(document).Bars.Select(b => b.Date));
        Assert.Equal(new DateRange(Day1, Day2), Process(document).Range);
    }

    [Fact]
    public void A_row_of_a_later_day_than_the_capture_is_rejected()
    {
        var zoned = Process(Document(Bar(Day1), Bar(Day2)) with { CapturedAt = Utc(2025, 6, 13, 3) });
        Assert.Equal([Day1], zoned.Bars.Select(b => b.Date));
        Assert.Equal((FindingKind.FutureRow, Day2), Only(zoned));
        Assert.Equal(1, zoned.Rejected);

        // At 10:00 UTC the next day has begun at UTC+14.
        var unknown = Document(Bar(Day1), Bar(Day2)) with { Listing = Listing.Unknown };
        Assert.Equal(2, Process(unknown with { CapturedAt = Utc(2025, 6, 12, 10) }).Bars.Count);
        Assert.Single(Process(unknown with { CapturedAt = Utc(2025, 6, 12, 9, 59) }).Bars);
    }

    [Fact]
    public void The_same_row_twice_is_one()
    {
        var processed = Process(Document(Bar(Day1), Bar(Day1), Bar(Day2), Bar(Day2)));

        Assert.Equal([Day1, Day2], processed.Bars.Select(b => b.Date));
        Assert.Empty(processed.Findings);
        Assert.Equal(0, processed.Rejected);
        Assert.All(processed.Bars, b => Assert.True(b.Final));
    }

    [Fact]
    public void Of_the_newest_session_the_later_row_counts_and_is_provisional()
    {
        var captured = Utc(2025, 6, 16);
        var oldestFirst = Process(Document(Bar(Day1), Bar(Day2), Bar(Day2, 11)) with { CapturedAt = captured });
        var newestFirst = Process(Document(Bar(Day2, 11), Bar(Day2), Bar(Day1)) with { CapturedAt = captured });

        Assert.Equal(oldestFirst.Bars, newestFirst.Bars);
        Assert.Equal((11d, false), (oldestFirst.Bars[1].Close, oldestFirst.Bars[1].Final));
        Assert.Equal(Day1, oldestFirst.FinalThrough);
        Assert.Equal(0, oldestFirst.Rejected);
    }

    [Fact]
    public void Different_rows_of_a_finished_day_are_both_rejected()
    {
        var processed = Process(Document(Bar(Day1), Bar(Day1, 11), Bar(Day2)));

        Assert.Equal([Day2], processed.Bars.Select(b => b.Date));
        Assert.Equal((FindingKind.ConflictingRows, Day1), Only(processed));
        Assert.Equal(2, processed.Rejected);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_close_that_is_no_number_is_rejected_and_any_other_price_unknown(double none)
    {
        var processed = Process(Document(Bar(Day1, none), Bar(Day2) with { Open = none, AdjClose = none }));

        Assert.Equal([Bar(Day2) with { Open = null, AdjClose = null }], processed.Bars);
        Assert.Equal((FindingKind.RejectedRow, Day1), Only(processed));
        Assert.Equal(1, processed.Rejected);
    }

    [Fact]
    public void An_open_of_zero_beside_a_sane_close_is_unknown()
    {
        var processed = Process(Document(Bar(Day1) with { Open = 0 }, Bar(Day2) with { High = 0, Low = 0 }));

        Assert.Equal([null, 10d], processed.Bars.Select(b => b.Open));
        Assert.Equal([10d, null], processed.Bars.Select(b => b.High));
        Assert.Equal((FindingKind.NonPositive, null), Only(processed));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-37.63)]
    public void A_close_of_zero_or_less_is_loaded(double close)
    {
        var bar = new DailyBar(Day2, 0, 1, -40, close, close, 100);
        var processed = Process(Document(bar));

        Assert.Equal([bar], processed.Bars);
        Assert.Equal((FindingKind.NonPositive, Day2), Only(processed));
    }

    [Theory]
    [InlineData(9.0, 10.0, 8.0, 9.5, null)]
    [InlineData(9.0, 9.4, 8.0, 9.5, FindingKind.Inconsistent)]
    [InlineData(9.6, 9.5, 8.0, 9.5, FindingKind.Inconsistent)]
    [InlineData(9.0, 10.0, 9.1, 9.5, FindingKind.Inconsistent)]
    [InlineData(9.0, 8.0, 10.0, 9.5, FindingKind.Inconsistent)]
    [InlineData(9.0, 9.4999999, 8.0, 9.5, null)]
    public void High_and_low_must_hold_open_and_close(double open, double high, double low, double close, FindingKind? kind)
    {
        var processed = Process(Document(new DailyBar(Day2, open, high, low, close, close, 100)));

        Assert.Single(processed.Bars);
        Assert.Equal(kind, processed.Findings.SingleOrDefault()?.Kind);
    }

    [Theory]
    [InlineData(15.0, null)]
    [InlineData(15.1, FindingKind.LargeMove)]
    [InlineData(5.0, null)]
    [InlineData(4.9, FindingKind.LargeMove)]
    [InlineData(1_000.0, FindingKind.UnitJump)]
    [InlineData(0.1, FindingKind.UnitJump)]
    [InlineData(0.012, FindingKind.LargeMove)]
    public void A_large_move_is_loaded_with_a_finding(double close, FindingKind? kind)
    {
        var document = Document(Bar(Day1), Bar(Day2, close));

        Assert.Equal(2, Process(document).Bars.Count);
        Assert.Equal(kind, Process(document).Findings.SingleOrDefault()?.Kind);
        Assert.Empty(Process(document with { Actions = [CorporateAction.Split(Day2, 4, 1)] }).Findings);
    }

    [Fact]
    public void A_row_on_a_closed_day_is_loaded_with_a_finding_where_the_calendar_is_known()
    {
        var juneteenth = Document(Bar(new(2025, 6, 19)));

        Assert.Equal((FindingKind.ClosedDay, new DateOnly(2025, 6, 19)), Only(Process(juneteenth)));
        Assert.Single(Process(juneteenth).Bars);
        Assert.Empty(Process(juneteenth with { Listing = Listing.Unknown }).Findings);
        Assert.Empty(Process(Document(Bar(new(2025, 6, 14))) with { Listing = new Listing(Exchange: "CCC", TimeZone: "UTC") }).Findings);
    }

    [Fact]
    public void A_volume_a_hundred_times_the_median_is_loaded_and_one_below_zero_is_unknown()
    {
        var bars = Enumerable.Range(0, 25).Select(i => Bar(Day1.AddDays(-i)) with { Volume = 10 }).ToArray();
        bars[3] = bars[3] with { Volume = 1_000 };
        bars[5] = bars[5] with { Volume = -1 };
        var processed = Process(Document(bars) with { Listing = Listing.Unknown });

        Assert.Equal(
            [(FindingKind.VolumeOutlier, bars[3].Date), (FindingKind.InvalidVolume, bars[5].Date)],
            processed.Findings.Select(f => (f.Kind, f.Date!.Value)));
        Assert.Equal([1_000, null], new[] { 3, 5 }.Select(i => processed.Bars.Single(b => b.Date == bars[i].Date).Volume));
    }

    [Fact]
    public void What_the_parser_saw_becomes_findings_and_only_lost_rows_are_counted()
    {
        var processed = Process(Document(Bar(Day2)) with
        {
            Errors =
            [
                new RowError(3, Day1, "The row has no close."),
                new RowError(null, null, "The event is not understood.", RowProblem.Action),
                new RowError(0, Day2, "The volume is beyond 64 bits.", RowProblem.Volume),
                new RowError(null, null, "2 characters are not valid UTF-8.", RowProblem.Document),
            ],
            Disagreements = [new Disagreement(Day2, "close", 10, 11)],
        });

        Assert.Equal(1, processed.Rejected);
        Assert.Equal(
            [FindingKind.RejectedRow, FindingKind.TableDisagrees, FindingKind.UnknownAction, FindingKind.InvalidVolume, FindingKind.DocumentDoubt],
            processed.Findings.Select(f => f.Kind));
    }

    [Fact]
    public void More_than_twenty_of_a_kind_are_one_finding_with_count_and_range()
    {
        RowError[] errors = [.. Enumerable.Range(0, 1_234).Select(i => new RowError(i, Day1.AddDays(-i), "The row has no close."))];

        Assert.Equal(20, Process(Document(Bar(Day2)) with { Errors = errors[..20] }).Findings.Count);
        var finding = Assert.Single(Process(Document(Bar(Day2)) with { Errors = errors }).Findings);
        Assert.Contains("1,234 times, from 2022-01-26 to 2025-06-12", finding.Seen, StringComparison.Ordinal);
        Assert.Equal(1_234, Process(Document(Bar(Day2)) with { Errors = errors }).Rejected);
    }

    [Theory]
    [InlineData(10.0, true)]
    [InlineData(9.0, false)]
    public void A_dividend_that_the_adjusted_closes_do_not_show_is_a_finding(double adjCloseBefore, bool missing)
    {
        var processed = Process(Document(Bar(Day1) with { AdjClose = adjCloseBefore }, Bar(Day2)) with
        {
            Actions = [CorporateAction.Cash(Day2, ActionKind.Dividend, 1)],
        });

        Assert.Equal(missing ? [FindingKind.DividendNotInAdjClose] : [], processed.Findings.Select(f => f.Kind));
    }

    [Fact]
    public void A_document_without_a_loadable_row_is_still_processed()
    {
        var processed = Process(Document() with { Basis = PriceBasis.AsTraded });

        Assert.Empty(processed.Bars);
        Assert.Null(processed.FinalThrough);
        Assert.Null(processed.Range);
        Assert.Equal(PriceBasis.AsTraded, processed.Basis);
    }

    private static ProcessedDocument Process(ParsedDocument document) => Processor.Process(document, new ProcessContext(KnownAt));

    private static (FindingKind Kind, DateOnly? Date) Only(ProcessedDocument processed)
    {
        var finding = Assert.Single(processed.Findings);
        return (finding.Kind, finding.Date);
    }

    private static ParsedDocument Document(params DailyBar[] bars) => new(
        "csv", PriceBasis.SplitAdjusted, Precise: true, TellsActions: true, CapturedAt: null, NewYork,
        [.. bars.Select((bar, position) => new ParsedRow(position, bar))], [], [], []);

    private static DailyBar Bar(DateOnly date, double close = 10) => new(date, close, close, close, close, close, 100);

    private static DateTime Utc(int year, int month, int day, int hour = 0, int minute = 0) =>
        new(year, month, day, hour, minute, 0, DateTimeKind.Utc);
}
