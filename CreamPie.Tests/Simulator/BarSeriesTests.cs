using CreamPie.Web.Simulator.Exchange;

namespace CreamPie.Tests.Simulator;

public sealed class BarSeriesTests
{
    /// <summary>Existing data folders hold these simulated bars, so they must never change.</summary>
    [Theory]
    [InlineData("PIE", "1985-02-11", 16.52, 16.85, 16.42, 16.75, 1902900)]
    [InlineData("PIE", "1989-04-17", 27.04, 27.17, 26.16, 26.28, 432800)]
    [InlineData("CRST", "2008-02-07", 48.11, 48.37, 43.7, 44.53, 6219200)]
    [InlineData("MRNG", "2021-02-24", 41.26, 43.13, 38.22, 38.27, 14635800)]
    [InlineData("LEMN", "2026-09-02", 94.31, 95, 91.64, 91.69, 4072600)]
    [InlineData("VNLA", "2026-11-20", 69.68, 69.83, 68.9, 68.91, 368800)]
    [InlineData("^BAKE", "2026-11-20", 7788.18, 7795.24, 7718.76, 7731.79, 141958000)]
    [InlineData("AAPL", "2025-06-13", 94.47, 95.53, 93.92, 95.1, 623300)]
    public void Finished_session_never_changes(string symbol, string day, double open, double high, double low, double close, long volume)
    {
        var bar = SimulatorMarket.ListingOf(symbol, SimulatorMarket.FridayEvening).Days.Single(d => d.Day == SimulatorMarket.Day(day));
        Assert.Equal((open, high, low, close, volume), (bar.Open, bar.High, bar.Low, bar.Close, bar.Volume));
    }

    [Theory, InlineData("PIE"), InlineData("LEMN"), InlineData("WHATEVER")]
    public void Passing_time_only_appends_to_a_history(string symbol)
    {
        var before = SimulatorMarket.ListingOf(symbol, SimulatorMarket.FridayEvening.AddDays(-400)).Days;
        var after = SimulatorMarket.ListingOf(symbol, SimulatorMarket.FridayEvening).Days;
        Assert.True(after.Count > before.Count + 250);
        Assert.Equal(before, after.Take(before.Count));
    }

    [Fact]
    public void Every_listed_company_has_a_plausible_history()
    {
        foreach (var company in Catalogue.Listed)
        {
            var days = SimulatorMarket.ListingOf(company.Symbol, SimulatorMarket.FridayEvening).Days;
            Assert.Equal(company.Listed, days[0].Day);
            Assert.All(days, d => Assert.True(
                d.High >= Math.Max(d.Open, d.Close) && d.Low <= Math.Min(d.Open, d.Close) && d.Low >= 0.01 && d.Volume > 0,
                $"{company.Symbol} {d}"));
            Assert.All(days, d => Assert.Equal(d.Close, Math.Round(d.Close, 2)));
            var all = AdjustedHistory.Of(days);
            var years = all.Length / 252.0;
            Assert.InRange(Math.Pow(all[^1].AdjClose / all[0].AdjClose, 1 / years) - 1, 0, 0.30);
        }
        Assert.True(Catalogue.Listed.Count(c => c.Listed < new DateOnly(1986, 11, 1)) >= 4, "some have 40 years of history");
    }

    [Fact]
    public void Market_crash_hits_every_company_on_one_day()
    {
        var crash = new DateOnly(2021, 2, 19);
        foreach (var company in Catalogue.Listed.Where(c => c.Listed < crash))
        {
            var days = SimulatorMarket.ListingOf(company.Symbol, SimulatorMarket.FridayEvening).Days;
            var i = days.ToList().FindIndex(d => d.Day == crash);
            Assert.True(days[i].Close < days[i - 1].Close, company.Symbol);
        }
        var index = SimulatorMarket.ListingOf("^BAKE", SimulatorMarket.FridayEvening).Days;
        var at = index.ToList().FindIndex(d => d.Day == crash);
        Assert.True(index[at].Close / index[at - 1].Close < 0.95);
    }

    [Fact]
    public void Adjusted_closes_reflect_splits_and_dividends_as_Yahoo_does()
    {
        TradedDay[] days =
        [
            new(new(2026, 1, 5), 100, 100, 100, 100, 1_000),
            new(new(2026, 1, 6), 98, 98, 98, 98, 1_000, Dividend: 2),
            new(new(2026, 1, 7), 49, 49, 49, 49, 2_000, Split: new(2, 1)),
            new(new(2026, 1, 8), 48, 48, 48, 48, 2_000, Dividend: 0.98),
        ];
        var rows = AdjustedHistory.Of(days);

        Assert.Equal([50, 49, 49, 48], rows.Select(r => r.Close));
        Assert.Equal([0, 1, 0, 0.98], rows.Select(r => r.Dividend));
        Assert.Equal([2_000, 2_000, 2_000, 2_000], rows.Select(r => r.Volume));
        Assert.Equal([(float)(50 * 0.98 * 0.98), (float)(49 * 0.98), (float)(49 * 0.98), 48f], rows.Select(r => r.AdjClose));
    }
}
