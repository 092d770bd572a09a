using CreamPie.Core.Market;
using CreamPie.Core.Processing;
using static CreamPie.Tests.Processing.TestBars;

namespace CreamPie.Tests.Processing;

/// <summary>The capture time decides which rows are final, which lie in the future and which document wins.</summary>
public sealed class CaptureClockTests
{
    [Theory]
    // New York closes at 20:00 UTC in summer; half an hour later a row is final.
    [InlineData(19, 0, false)]
    [InlineData(20, 29, false)]
    [InlineData(20, 30, true)]
    public void Session_is_final_half_an_hour_after_its_close(int hour, int minute, bool final)
    {
        var processed = Process(Document(Bar(Day1), Bar(Day2)) with { CapturedAt = Utc(2025, 6, 13, hour, minute) });

        Assert.Equal([true, final], processed.Bars.Select(b => b.Final));
        Assert.Equal(final ? Day2 : Day1, processed.FinalThrough);
        Assert.Equal(Day2, processed.BasisDate);
    }

    [Theory]
    // New York: the last trade at the close, or long before it for a thinly traded stock.
    [InlineData("NMS", "America/New_York", "2025-06-13T20:00:01", "2025-06-13T20:30:00", true)]
    [InlineData("NMS", "America/New_York", "2025-06-13T19:42:00", "2025-06-13T20:30:00", true)]
    [InlineData("NMS", "America/New_York", "2025-06-13T20:00:01", "2025-06-13T20:29:59", false)]
    // Cached during the session: a cache keeps the Date header of the answer.
    [InlineData("NMS", "America/New_York", "2025-06-13T19:59:00", "2025-06-13T19:59:10", false)]
    // With no known close, a session is final when the day is over.
    [InlineData("LSE", "Europe/London", "2025-06-13T15:35:00", "2025-06-13T23:29:59", false)]
    [InlineData("LSE", "Europe/London", "2025-06-13T15:35:00", "2025-06-13T23:30:00", true)]
    [InlineData("JPX", "Asia/Tokyo", "2025-06-13T06:30:00", "2025-06-13T15:30:00", true)]
    public void Session_is_final_once_the_server_answers_after_its_end(
        string exchange, string zone, string lastTrade, string serverDate, bool final)
    {
        var document = Document(Bar(Day1), Bar(Day2)) with
        {
            Listing = new Listing(Exchange: exchange, TimeZone: zone),
            CapturedAt = At(lastTrade),
        };
        var processed = Processor.Process(document, new ProcessContext(KnownAt, ServerDate: At(serverDate)));

        Assert.Equal([true, final], processed.Bars.Select(b => b.Final));
        Assert.Equal(At(serverDate), processed.CapturedAt);
        Assert.Equal(Day2, processed.BasisDate);
    }

    [Fact]
    public void Friday_page_saved_on_Monday_is_final()
    {
        var document = Document(Bar(Day2)) with { CapturedAt = Utc(2025, 6, 13, 19, 59) };

        Assert.True(Processor.Process(document, new ProcessContext(KnownAt, FileNameCapturedAt: Utc(2025, 6, 16, 12))).Bars.Single().Final);
        var early = new ProcessContext(KnownAt, FileNameCapturedAt: Utc(2025, 6, 13, 12));
        Assert.False(Processor.Process(document, early).Bars.Single().Final);
    }

    [Theory]
    [InlineData(ActionKind.Split)]
    [InlineData(ActionKind.Dividend)]
    public void Morning_action_is_included_before_the_first_trade(ActionKind kind)
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
    public void Old_page_served_years_later_keeps_its_basis()
    {
        var document = Document(Bar(Day2)) with
        {
            CapturedAt = Utc(2025, 6, 13, 20, 0).AddSeconds(1),
            Actions = [CorporateAction.Split(Day1, 4, 1)],
        };

        Assert.Equal(Day2, Processor.Process(document, new ProcessContext(KnownAt, ServerDate: KnownAt)).BasisDate);
    }

    [Fact]
    public void Capture_day_is_the_exchanges_own()
    {
        var tokyo = Document(Bar(Day2)) with
        {
            Listing = new Listing(Exchange: "JPX", TimeZone: "Asia/Tokyo"),
            CapturedAt = Utc(2025, 6, 12, 23),
        };

        Assert.Equal(Day2, Process(tokyo).BasisDate);
        Assert.False(Process(tokyo).Bars.Single().Final);
    }

    [Theory]
    [InlineData(14, 11, 59, false)]
    [InlineData(14, 12, 0, true)]
    public void Without_a_zone_a_day_is_final_once_over_everywhere(int day, int hour, int minute, bool final)
    {
        var processed = Process(Document(Bar(Day2)) with { Listing = Listing.Unknown, CapturedAt = Utc(2025, 6, day, hour, minute) });

        Assert.Equal(final, processed.Bars.Single().Final);
        Assert.Equal(new DateOnly(2025, 6, day), processed.BasisDate);
    }

    [Fact]
    public void Capture_time_prefers_document_server_and_file_name_in_order()
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
    public void Undated_file_dates_from_its_last_row_or_its_arrival()
    {
        Assert.Equal(Utc(2025, 6, 13, 20, 30), Process(Document(Bar(Day2))).CapturedAt);
        Assert.Equal(Utc(2025, 6, 14, 12), Process(Document(Bar(Day2)) with { Listing = Listing.Unknown }).CapturedAt);
        Assert.Equal(KnownAt, Process(Document(Bar(new(2026, 11, 23)))).CapturedAt);
        Assert.Equal(KnownAt, Process(Document()).CapturedAt);
        Assert.True(Process(Document(Bar(Day2))).BasisGuessed);
        Assert.False(Process(Document(Bar(Day2)) with { CapturedAt = KnownAt }).BasisGuessed);
    }

    [Fact]
    public void Capture_time_is_never_in_the_future()
    {
        var processed = Process(Document(Bar(Day2)) with { CapturedAt = KnownAt.AddYears(5) });

        Assert.Equal(KnownAt, processed.CapturedAt);
        Assert.Equal(KnownAt.AddMinutes(59), Process(Document(Bar(Day2)) with { CapturedAt = KnownAt.AddMinutes(59) }).CapturedAt);
    }

    private static DateTime At(string instant) => DateTime.SpecifyKind(
        DateTime.ParseExact(instant, "s", System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Utc);
}
