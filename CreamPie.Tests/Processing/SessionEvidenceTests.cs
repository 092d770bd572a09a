using CreamPie.Core.Market;
using CreamPie.Core.Processing;
using static CreamPie.Tests.Processing.TestBars;

namespace CreamPie.Tests.Processing;

/// <summary>Final means over: what a document shows of its newest session besides its date.</summary>
public sealed class SessionEvidenceTests
{
    private static readonly Listing London = new(Exchange: "LSE", TimeZone: "Europe/London");
    private static readonly DateTime Closed = Utc(2025, 6, 13, 20).AddSeconds(1);

    [Theory]
    [InlineData(-2, false)] // 15:59:59 in New York
    [InlineData(-1, true)]
    [InlineData(0, true)]
    public void Last_trade_at_the_close_ends_the_session(int seconds, bool final)
    {
        var document = Document(Bar(Day1), Bar(Day2)) with { CapturedAt = Closed.AddSeconds(seconds), Session = new(DatedByTrade: true) };

        Assert.Equal([true, final], Process(document).Bars.Select(b => b.Final));
        // A file's name has the day of its capture at noon.
        var named = new ProcessContext(KnownAt, FileNameCapturedAt: Utc(2025, 6, 13, 12));
        Assert.Equal([true, final], Processor.Process(document, named).Bars.Select(b => b.Final));
    }

    [Fact]
    public void Answer_within_half_an_hour_of_the_close_may_still_change()
    {
        var document = Document(Bar(Day2)) with { CapturedAt = Closed, Session = new(DatedByTrade: true) };

        Assert.False(Processor.Process(document, new ProcessContext(KnownAt, ServerDate: Closed)).Bars.Single().Final);
        Assert.False(Processor.Process(document, new ProcessContext(Closed.AddMinutes(5))).Bars.Single().Final);
        Assert.False(Process(document with { Session = default }).Bars.Single().Final);
    }

    [Theory]
    // London's last trade, and the end of the session that the source calls current.
    [InlineData("2025-06-13T15:35:20Z", "2025-06-13T15:30:00Z", true)]
    [InlineData("2025-06-13T13:10:00Z", "2025-06-13T15:30:00Z", false)]
    [InlineData("2025-06-13T13:10:00Z", "2025-06-16T15:30:00Z", true)]
    [InlineData("2025-06-13T15:35:20Z", "2031-06-13T15:30:00Z", false)]
    public void Session_that_the_source_names_dates_the_last_trade(string trade, string end, bool final)
    {
        var document = Document(Bar(Day1), Bar(Day2)) with
        {
            Listing = London,
            CapturedAt = At(trade),
            Session = new(End: At(end), DatedByTrade: true),
        };

        Assert.Equal([true, final], Process(document).Bars.Select(b => b.Final));
    }

    [Fact]
    public void Day_long_session_that_ends_at_midnight_is_still_open()
    {
        var document = Document(Bar(Day1), Bar(Day2)) with
        {
            Listing = new Listing(Exchange: "CCC", TimeZone: "UTC"),
            CapturedAt = Utc(2025, 6, 13, 15),
            Session = new(End: Utc(2025, 6, 14), DatedByTrade: true),
        };

        Assert.Equal([true, false], Process(document).Bars.Select(b => b.Final));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Words_of_a_page_decide_over_a_thin_last_trade(bool isOpen, bool final)
    {
        var document = Document(Bar(Day1), Bar(Day2)) with
        {
            CapturedAt = isOpen ? Closed.AddDays(3) : Closed.AddHours(-2),
            Session = new(IsOpen: isOpen, DatedByTrade: true),
        };

        Assert.Equal([true, final], Process(document).Bars.Select(b => b.Final));
    }

    [Theory]
    [InlineData(1_823_825L, null, false)]
    [InlineData(0L, null, false)]
    [InlineData(null, null, false)]
    [InlineData(3_100_000L, null, true)]
    [InlineData(3_100_000L, true, false)]
    [InlineData(1_823_825L, false, true)]
    public void Undated_newest_row_with_a_volume_far_below_is_live(long? volume, bool? isOpen, bool final)
    {
        DailyBar[] bars =
        [
            Bar(Day1.AddDays(-1)) with { Volume = 3_600_000 }, Bar(Day1) with { Volume = 3_425_800 }, Bar(Day2) with { Volume = volume },
        ];
        var document = Document(bars) with { Listing = Listing.Unknown, Session = new(isOpen) };

        Assert.Equal([true, true, final], Process(document).Bars.Select(b => b.Final));
        Assert.Equal(final ? Day2 : Day1, Process(document).FinalThrough);
        // Dated after the session, a quiet day is a quiet day.
        if (isOpen is null)
            Assert.True(Process(document with { CapturedAt = Utc(2025, 6, 20) }).Bars[^1].Final);
    }

    [Fact]
    public void Index_without_volumes_shows_no_live_row()
    {
        DailyBar[] bars = [.. Enumerable.Range(0, 10).Select(i => Bar(Day1.AddDays(-9 + i)) with { Volume = null })];

        Assert.All(Process(Document(bars) with { Listing = Listing.Unknown }).Bars, b => Assert.True(b.Final));
    }

    private static DateTime At(string instant) => DateTime.Parse(
        instant, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AdjustToUniversal);
}
