using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Web.Simulator.Exchange;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Simulator;

public sealed class SessionTests
{
    [Theory]
    [InlineData("2026-11-20T14:29:59", "2026-11-19", false)] // Friday, a second before the opening
    [InlineData("2026-11-20T14:30:00", "2026-11-20", true)]
    [InlineData("2026-11-20T20:59:59", "2026-11-20", true)]
    [InlineData("2026-11-20T21:00:00", "2026-11-20", false)]
    [InlineData("2026-11-22T15:00:00", "2026-11-20", false)] // Sunday
    [InlineData("2026-11-26T15:00:00", "2026-11-25", false)] // Thanksgiving
    [InlineData("2026-11-27T17:59:00", "2026-11-27", true)] // closes at 13:00
    [InlineData("2026-11-27T18:00:00", "2026-11-27", false)]
    [InlineData("2026-07-06T13:30:00", "2026-07-06", true)] // summer time
    [InlineData("2026-07-06T13:29:00", "2026-07-02", false)] // the 3rd was the holiday
    public void Last_row_is_the_session_that_has_begun(string utc, string day, bool isOpen)
    {
        var at = SimulatorMarket.At(utc);
        var listing = SimulatorMarket.ListingOf("PIE", at);
        Assert.Equal((SimulatorMarket.Day(day), isOpen), (listing.Days[^1].Day, listing.IsOpen));

        var document = SimulatorMarket.Parsed("PIE", at);
        Assert.Equal(isOpen ? at.UtcDateTime : listing.LastTrade, document.CapturedAt);
        var processed = SimulatorMarket.Processed(document, at);
        Assert.Empty(processed.Findings);
        Assert.Equal(SimulatorMarket.Day(day), processed.Bars[^1].Date);
        Assert.All(processed.Bars.SkipLast(1), bar => Assert.True(bar.Final));
        Assert.Equal(
            at.UtcDateTime >= TradingCalendar.For("NYQ", MarketHours.Zone).FinalFrom(processed.Bars[^1].Date),
            processed.Bars[^1].Final);
    }

    [Fact]
    public void Every_session_has_a_row_and_no_other_day()
    {
        var calendar = TradingCalendar.For("NYQ", MarketHours.Zone);
        var days = SimulatorMarket.ListingOf("^BAKE", SimulatorMarket.FridayEvening).Days.Select(d => d.Day).ToHashSet();
        for (var day = new DateOnly(1990, 1, 1); day <= new DateOnly(2026, 11, 20); day = day.AddDays(1))
            Assert.Equal(calendar.IsSession(day), days.Contains(day));
        Assert.All(days, day => Assert.True(day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)));
        foreach (var holiday in new DateOnly[] { new(1984, 12, 25), new(1985, 4, 5), new(1986, 11, 27), new(1988, 7, 4) })
            Assert.DoesNotContain(holiday, days);
    }

    [Theory, InlineData("LEMN"), InlineData("VNLA"), InlineData("^BAKE")]
    public void Open_session_moves_each_minute_towards_its_final_bar(string symbol)
    {
        var opening = SimulatorMarket.At("2026-11-20T14:30:00");
        var whole = SimulatorMarket.ListingOf(symbol, SimulatorMarket.FridayEvening).Days[^1];
        var time = new FakeTimeProvider(opening);
        var market = new SimulatedMarket(time);
        var minutes = new List<TradedDay>();
        for (; time.GetUtcNow() < opening.AddMinutes(390); time.Advance(TimeSpan.FromMinutes(1)))
            minutes.Add(market.ListingOf(Symbol.Parse(symbol)).Days[^1]);

        Assert.Equal(whole.Open, minutes[0].Close);
        Assert.True(minutes.Select(m => m.Close).Distinct().Count() > 20);
        Assert.All(minutes, m => Assert.True(
            m.High <= whole.High && m.Low >= whole.Low && m.Low <= m.Close && m.Close <= m.High && m.Open == whole.Open));
        Assert.All(minutes.Zip(minutes.Skip(1)), p => Assert.True(
            p.Second.High >= p.First.High && p.Second.Low <= p.First.Low && p.Second.Volume >= p.First.Volume));
        Assert.Equal((whole.High, whole.Low), (minutes[^1].High, minutes[^1].Low));
        Assert.InRange(minutes[^1].Volume, whole.Volume * 0.98, whole.Volume);
        Assert.Equal(minutes[200], SimulatorMarket.ListingOf(symbol, opening.AddMinutes(200).AddSeconds(59)).Days[^1]);
    }
}
