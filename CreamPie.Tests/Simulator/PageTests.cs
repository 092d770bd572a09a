using CreamPie.Core.Market;
using CreamPie.Core.Retrieval;
using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Sources.Yahoo;
using CreamPie.Web.Simulator.Exchange;

namespace CreamPie.Tests.Simulator;

public sealed class PageTests
{
    public static TheoryData<string> Symbols =>
        [.. Catalogue.Listed.Select(c => c.Symbol), "AAPL", "BRK-B", "7203.T", "GBPUSD=X", "^X", "0"];

    [Theory, MemberData(nameof(Symbols))]
    public void Parsed_page_equals_the_series_without_findings(string symbol)
    {
        var listing = SimulatorMarket.ListingOf(symbol, SimulatorMarket.FridayEvening);
        var document = SimulatorMarket.Parsed(symbol, SimulatorMarket.FridayEvening);
        var processed = SimulatorMarket.Processed(document, SimulatorMarket.FridayEvening);

        Assert.Equal(("chart payload", true, true), (document.Text, document.Precise, document.ListsActions));
        Assert.Empty(document.Errors);
        Assert.Empty(document.Disagreements);
        Assert.Empty(processed.Findings);
        Assert.Equal((symbol, listing.Company.Name, "USD", "America/New_York"),
            (document.Listing.Symbol, document.Listing.Name, document.Listing.Currency, document.Listing.TimeZone));

        var rows = AdjustedHistory.Of(listing.Days);
        Assert.Equal(rows.Select(Bar), processed.Bars);
        Assert.Equal(rows.SelectMany(Actions), processed.Actions);
        Assert.Equal(rows[^1].Day, processed.FinalThrough);
    }

    [Fact]
    public void Forty_years_stay_below_the_retrieval_limit()
    {
        var page = SimulatorMarket.Page("CRST", SimulatorMarket.FridayEvening);
        Assert.True(SimulatorMarket.ListingOf("CRST", SimulatorMarket.FridayEvening).Days.Count > 10_000);
        Assert.InRange(page.Length, 3 << 20, new RetrievalOptions().WireLimit / 2);
    }

    [Fact]
    public void Table_alone_gives_the_same_history_to_the_cent()
    {
        var page = System.Text.Encoding.UTF8.GetString(SimulatorMarket.Page("MRNG", SimulatorMarket.FridayEvening));
        var payload = SimulatorMarket.Parsed("MRNG", SimulatorMarket.FridayEvening);
        var table = ParseSamples.Dropped(page[..page.IndexOf("<script", StringComparison.Ordinal)], "MRNG").Document();

        Assert.Equal("table", table.Text);
        Assert.Equal(payload.Rows.Count, table.Rows.Count);
        Assert.All(table.Rows.Zip(payload.Rows.Reverse()), pair =>
        {
            Assert.Equal(pair.Second.Bar.Date, pair.First.Bar.Date);
            Assert.Equal(pair.Second.Bar.Close, pair.First.Bar.Close, 0.0051);
            Assert.Equal(pair.Second.Bar.Volume, pair.First.Bar.Volume);
        });
        Assert.Equal(
            payload.Actions.Select(a => (a.ExDate, a.Kind)),
            table.Actions.OrderBy(a => a.ExDate).ThenBy(a => a.Kind).Select(a => (a.ExDate, a.Kind)));
    }

    [Fact]
    public void Range_gives_its_sessions_and_events_at_unchanged_prices()
    {
        var all = SimulatorMarket.Parsed("OVEN", SimulatorMarket.FridayEvening);
        var april = SimulatorMarket.Page("OVEN", SimulatorMarket.FridayEvening, Seconds("2026-04-01"), Seconds("2026-05-01"));
        var part = ParseSamples.Fetched(april, "OVEN").Document();

        Assert.Equal(all.Rows.Where(r => r.Bar.Date is { Year: 2026, Month: 4 }).Select(r => r.Bar), part.Rows.Select(r => r.Bar));
        Assert.Equal([ActionKind.Dividend, ActionKind.Split], part.Actions.Select(a => a.Kind));
        Assert.Equal(
            Reason.EmptyUnexpected,
            ParseSamples.Fetched(SimulatorMarket.Page("OVEN", SimulatorMarket.FridayEvening, 0, 1), "OVEN").Refusal());
    }

    private static long Seconds(string day) => SimulatorMarket.At(day).ToUnixTimeSeconds();

    private static DailyBar Bar(AdjustedHistory.Row row) => new(
        row.Day, Shortest(row.Open), Shortest(row.High), Shortest(row.Low), Shortest(row.Close), Shortest(row.AdjClose), row.Volume);

    private static double Shortest(float price) => Price.FromWidenedFloat(price);

    private static IEnumerable<CorporateAction> Actions(AdjustedHistory.Row row)
    {
        var actions = new List<CorporateAction>();
        if (row.Split is { } split)
            actions.Add(CorporateAction.Split(row.Day, split.New, split.Old));
        if (row.Dividend > 0)
            actions.Add(CorporateAction.Cash(row.Day, ActionKind.Dividend, row.Dividend));
        return actions.OrderBy(a => a.Kind);
    }
}
