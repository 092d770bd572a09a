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

    [Theory]
    // New York closes at 20:00 UTC in summer; half an hour later a row is final.
    [InlineData(19, 0, false)]
    [InlineData(20, 29, false)]
    [InlineData(20, 30, true)]
    public void A_session_is_final_half_an_hour_after_its_close(int hour, int minute, bool final)
    {
        var processed = Process(Document(Bar(Day1), Bar(Day2)) with { CapturedAt = Utc(2025, 6, 13, hour, minute) });

        Assert.Equal([true, final], processed.Bars.Select(b => b.Final));
        Assert.Equal(final ? Day2 : Day1, processed.FinalThrough);
        Assert.Equal(Day2, processed.BasisDate);
    }

    [Theory]
    // New York: the last trade at the close, and of a thin stock long before it.
    [InlineData("NMS", "America/New_York", "2025-06-13T20:00:01", "2025-06-13T20:30:00", true)]
    [InlineData("NMS", "America/New_York", "2025-06-13T19:42:00", "2025-06-13T20:30:00", true)]
    [InlineData("NMS", "America/New_York", "2025-06-13T20:00:01", "2025-06-13T20:29:59", false)]
    // Cached during the session: a cache keeps the Date of the answer.
    [InlineData("NMS", "America/New_York", "2025-06-13T19:59:00", "2025-06-13T19:59:10", false)]
    // Where no close is known, when the day is over.
    [InlineData("LSE", "Europe/London", "2025-06-13T15:35:00", "2025-06-13T23:29:59", false)]
    [InlineData("LSE", "Europe/London", "2025-06-13T15:35:00", "2025-06-13T23:30:00", true)]
    [InlineData("JPX", "Asia/Tokyo", "2025-06-13T06:30:00", "2025-06-13T15:30:00", true)]
    public void A_session_is_final_once_the_server_answered_after_its_end_whenever_the_last_trade_was(
        string exchange, string zone, string lastTrade, string serverDate, bool final)
    {
        var document = Document(Bar(Day1), Bar(Day2)) with { Listing = new Listing(Exchange: exchange, TimeZone: zone), CapturedAt = Utc(lastTrade) };
        var processed = Processor.Process(document, new ProcessContext(KnownAt, ServerDate: Utc(serverDate)));

        Assert.Equal([true, final], processed.Bars.Select(b => b.Final));
        Assert.Equal(Utc(serverDate), processed.CapturedAt);
        Assert.Equal(Day2, processed.BasisDate);
    }

    [Fact]
    public void A_page_of_Friday_that_was_saved_on_Monday_is_final()
    {
        var document = Document(Bar(Day2)) with { CapturedAt = Utc(2025, 6, 13, 20, 0).AddSeconds(1) };

        Assert.True(Processor.Process(document, new ProcessContext(KnownAt, FileNameCapturedAt: Utc(2025, 6, 16, 12))).Bars.Single().Final);
        Assert.False(Processor.Process(document, new ProcessContext(KnownAt, FileNameCapturedAt: Utc(2025, 6, 13, 12))).Bars.Single().Final);
    }

    [Theory]
    [InlineData(ActionKind.Split)]
    [InlineData(ActionKind.Dividend)]
    public void An_action_of_the_morning_is_in_the_prices_before_its_first_trade(ActionKind kind)
    {
        var monday = Day2.AddDays(3);
        var action = kind == ActionKind.Split ? CorporateAction.Split(monday, 4, 1) : CorporateAction.Cash(monday, kind, 1);
        var document = Document(Bar(Day2)) with { CapturedAt = Utc(2025, 6, 13, 20, 0).AddSeconds(1), Actions = [action] };

        var processed = Processor.Process(document, new ProcessContext(KnownAt, ServerDate: Utc(2025, 6, 16, 13)));
        Assert.Equal([action], processed.Actions);
        Assert.Equal(monday, processed.BasisDate);

        var sunday = Processor.Process(document, new ProcessContext(KnownAt, ServerDate: Utc(2025, 6, 15, 13)));
        Assert.Empty(sunday.Actions);
        Assert.Equal(Day2, sunday.BasisDate);
    }

    [Fact]
    public void An_old_page_that_is_served_years_later_keeps_its_own_basis()
    {
        var document = Document(Bar(Day2)) with { CapturedAt = Utc(2025, 6, 13, 20, 0).AddSeconds(1), Actions = [CorporateAction.Split(Day1, 4, 1)] };

        Assert.Equal(Day2, Processor.Process(document, new ProcessContext(KnownAt, ServerDate: KnownAt)).BasisDate);
    }

    [Fact]
    public void The_day_of_capture_is_the_exchanges_own()
    {
        var tokyo = Document(Bar(Day2)) with { Listing = new Listing(Exchange: "JPX", TimeZone: "Asia/Tokyo"), CapturedAt = Utc(2025, 6, 12, 23) };

        Assert.Equal(Day2, Process(tokyo).BasisDate);
        Assert.False(Process(tokyo).Bars.Single().Final);
    }

    [Theory]
    [InlineData(14, 11, 59, false)]
    [InlineData(14, 12, 0, true)]
    public void Without_a_zone_a_day_is_final_when_it_is_over_everywhere(int day, int hour, int minute, bool final)
    {
        var processed = Process(Document(Bar(Day2)) with { Listing = Listing.Unknown, CapturedAt = Utc(2025, 6, day, hour, minute) });

        Assert.Equal(final, processed.Bars.Single().Final);
        Assert.Equal(new DateOnly(2025, 6, day), processed.BasisDate);
    }

    [Fact]
    public void An_answer_is_as_late_as_its_last_trade_or_the_servers_date_and_a_file_as_its_own_time_or_else_its_name()
    {
        var own = Utc(2025, 6, 16);
        var file = Utc(2025, 6, 17, 12);
        var server = Utc(2025, 6, 18);
        var document = Document(Bar(Day2));

        Assert.Equal(server, Processor.Process(document with { CapturedAt = own }, new(KnownAt, ServerDate: server)).CapturedAt);
        Assert.Equal(server, Processor.Process(document with { CapturedAt = server }, new(KnownAt, ServerDate: own)).CapturedAt);
        Assert.Equal(server, Processor.Process(document, new(KnownAt, ServerDate: server)).CapturedAt);
        Assert.Equal(own, Processor.Process(document with { CapturedAt = own }, new(KnownAt, FileNameCapturedAt: file)).CapturedAt);
        Assert.Equal(file, Processor.Process(document, new(KnownAt, FileNameCapturedAt: file)).CapturedAt);
    }

    [Fact]
    public void An_undated_file_is_as_old_as_its_last_row_allows_and_never_newer_than_its_arrival()
    {
        Assert.Equal(Utc(2025, 6, 13, 20, 30), Process(Document(Bar(Day2))).CapturedAt);
        Assert.Equal(Utc(2025, 6, 14, 12), Process(Document(Bar(Day2)) with { Listing = Listing.Unknown }).CapturedAt);
        Assert.Equal(KnownAt, Process(Document(Bar(new(2026, 11, 23)))).CapturedAt);
        Assert.Equal(KnownAt, Process(Document()).CapturedAt);
    }

    [Fact]
    public void A_document_cannot_come_from_the_future()
    {
        var processed = Process(Document(Bar(Day2)) with { CapturedAt = KnownAt.AddYears(5) });

        Assert.Equal(KnownAt, processed.CapturedAt);
        Assert.Equal(KnownAt.AddMinutes(59), Process(Document(Bar(Day2)) with { CapturedAt = KnownAt.AddMinutes(59) }).CapturedAt);
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

    private static DateTime Utc(string instant) => DateTime.SpecifyKind(
        DateTime.ParseExact(instant, "s", System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Utc);
}
