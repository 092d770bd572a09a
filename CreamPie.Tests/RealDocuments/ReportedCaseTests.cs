using CreamPie.Core.Analysis;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.RealDocuments;

/// <summary>What RIGHT.txt says of each case; the same with lines of our own stands beside the code that it is about.</summary>
[Trait("RealDocuments", "reports")]
public sealed class ReportedCaseTests
{
    [RealDataFact]
    public async Task Absurd_adjusted_closes_are_served_by_no_series()
    {
        await using var fed = await ReportedCases.FedAsync("absurd-adjclose", "SSNLF.csv");

        Assert.Contains(await fed.FindingsAsync(), f => f.Kind == FindingKind.AdjCloseImpossible);
        foreach (var interval in new[] { Interval.Daily, Interval.Monthly })
        {
            var all = await fed.SeriesAsync("SSNLF", PriceAdjustment.All, interval);
            Assert.All(all.Bars!, b => Assert.True(b.Close > 0 && !(b.High < b.Low) && b.Close < 1e6));
            Assert.True(all.Bars!.Count > 0 || all.Reason is not null);
        }
    }

    [RealDataTheory]
    [InlineData("VWILX", "2024-12-18"), InlineData("JENYX", "2024-11-13")]
    public async Task Capital_gain_taken_out_twice_is_a_finding(string symbol, string day)
    {
        await using var fed = await ReportedCases.FedAsync("capital-gain-twice", $"{symbol}.csv");

        Assert.Contains(await fed.FindingsAsync(), f => f.Date == ReportedCases.Day(day)
            && f.Kind is FindingKind.DividendNotInAdjClose or FindingKind.DividendImplausible);
    }

    [RealDataFact]
    public async Task Midnights_of_Paris_in_UTC_are_its_own_days()
    {
        await using var fed = await ReportedCases.FedAsync("csv-utc-midnights", "FDJU.PA_2021-07-10.csv");

        Assert.Equal(DocumentState.Loaded, fed.Documents[0].State);
        Assert.Equal(49.58, (await fed.CloseAsync("FDJU.PA", "2021-06-30"))!.Value, 0.005);
        Assert.Null(await fed.CloseAsync("FDJU.PA", "2021-06-27"));
    }

    [RealDataFact]
    public async Task Dividends_a_hundred_times_too_small_are_findings()
    {
        await using var fed = await ReportedCases.FedAsync("dividend-100x-small", "TENT.L.csv");

        var paid = (await fed.ActionsAsync("TENT.L")).Select(a => (DateOnly?)a.ExDate).ToList();
        var found = (await fed.FindingsAsync())
            .Where(f => f.Kind is FindingKind.DividendImplausible or FindingKind.DividendNotInAdjClose).Select(f => f.Date);
        Assert.NotEmpty(paid);
        Assert.Superset(paid.ToHashSet(), found.ToHashSet());
    }

    [RealDataFact]
    public async Task Dividend_in_dollars_on_a_share_in_pence_is_not_pence()
    {
        await using var fed = await ReportedCases.FedAsync("dividend-other-currency", "BBOX.L.json");

        Assert.Equal("USD", Assert.Single(await fed.ActionsAsync("BBOX.L")).Currency);
        var all = await fed.SeriesAsync("BBOX.L", PriceAdjustment.All);
        Assert.True(all.Reason is not null || all.Bars!.All(b => b.Close != 149.75));
        Assert.Contains(await fed.FindingsAsync(), f => f.Kind == FindingKind.DividendCurrency);
    }

    [RealDataFact]
    public async Task Dividends_view_is_not_a_history()
    {
        await using var fed = await ReportedCases.FedAsync("dividends-view", "DIVS.html");

        Assert.Equal((DocumentState.Quarantined, Reason.NotHistory), (fed.Documents[0].State, fed.Documents[0].Reason));
    }

    [RealDataTheory]
    [InlineData("double-ending", "MSFT.csv.txt", "MSFT"), InlineData("symbol-ampersand", "M&M.NS_2024-01-10.csv", "M&M.NS")]
    [InlineData("symbol-underscore", "NIFTY_FIN_SERVICE.NS_2024-01-10.csv", "NIFTY_FIN_SERVICE.NS")]
    public async Task File_is_of_the_symbol_that_its_name_says(string folder, string file, string symbol)
    {
        await using var fed = await ReportedCases.FedAsync(folder, file);

        Assert.Equal([symbol], await fed.StocksAsync());
    }

    [RealDataTheory]
    [InlineData("event-not-understood", "TXT"), InlineData("events-div-only", "AAPD")]
    public async Task Unknown_splits_leave_prices_as_traded_unknown(string folder, string symbol)
    {
        await using var fed = await ReportedCases.FedAsync(folder, $"{symbol}.json");

        var none = await fed.SeriesAsync(symbol, PriceAdjustment.None);
        Assert.Equal(("SplitsUnknown", 0), (none.Reason, none.Bars!.Count));
    }

    [RealDataFact]
    public async Task Midnights_an_hour_early_are_of_their_sessions()
    {
        await using var fed = await ReportedCases.FedAsync("midnight-at-23", "PETR4.SA_2022-01-20.json");

        var days = (await fed.SeriesAsync("PETR4.SA")).Bars!.Select(b => b.Date).ToList();
        Assert.Equal(Enumerable.Range(3, 5).Select(day => new DateOnly(2022, 1, day)), days.Take(5));
    }

    [RealDataFact]
    public async Task Negative_adjusted_closes_are_not_served()
    {
        await using var fed = await ReportedCases.FedAsync("negative-adjclose", "HCHC.json");

        Assert.Contains(await fed.FindingsAsync(), f => f.Kind == FindingKind.AdjCloseImpossible);
        Assert.All((await fed.SeriesAsync("HCHC", PriceAdjustment.All)).Bars!, b => Assert.True(b.Close > 0 && b.High >= b.Low));
    }

    [RealDataFact]
    public async Task Slash_of_2018_means_seven_for_one()
    {
        await using var fed = await ReportedCases.FedAsync("slash-split", "2018-07-16_AAPL.html");

        var split = Assert.Single(await fed.ActionsAsync("AAPL"), a => a.Numerator is not null);
        Assert.Equal((new DateOnly(2014, 6, 9), 7.0), (split.ExDate, split.Ratio));
        Assert.Equal(645.5, (await fed.CloseAsync("AAPL", "2014-06-06", PriceAdjustment.None))!.Value, 0.1);
    }

    [RealDataFact]
    public async Task Rows_that_conflict_below_a_cent_are_a_finding()
    {
        await using var fed = await ReportedCases.FedAsync("subpenny-conflict", "SHIB-USD.json");

        Assert.Contains(await fed.FindingsAsync(), f => f.Kind == FindingKind.ConflictingRows);
    }

    [RealDataFact]
    public async Task Week_of_Riyadh_begins_on_Sunday()
    {
        await using var fed = await ReportedCases.FedAsync("sunday-weeks", "2222.SR.json");

        var week = Assert.Single(
            (await fed.SeriesAsync("2222.SR", interval: Interval.Weekly)).Bars!, b => b.Date == new DateOnly(2025, 11, 2));
        Assert.Equal((10, 11.6, 9.5, 11.5), (week.Open, week.High, week.Low, week.Close));
    }

    [RealDataFact]
    public async Task Week_of_Tel_Aviv_began_on_Sunday_in_2022()
    {
        await using var fed = await ReportedCases.FedAsync("sunday-weeks-tel-aviv", "KENX.TA.json");

        var daily = (await fed.SeriesAsync("KENX.TA")).Bars!;
        var weekly = (await fed.SeriesAsync("KENX.TA", interval: Interval.Weekly)).Bars!;
        var week = Assert.Single(weekly, b => b.Date == new DateOnly(2022, 2, 6));
        Assert.Equal(daily.Last(b => b.Date <= new DateOnly(2022, 2, 10)).Close, week.Close);
        Assert.Contains(weekly, b => b.Date == new DateOnly(2022, 2, 13));
    }

    [RealDataFact]
    public async Task Live_row_of_an_undated_page_is_provisional()
    {
        await using var fed = await ReportedCases.FedAsync("undated-live-row", "LIVE.html");

        Assert.False((await fed.SeriesAsync("LIVE")).Bars![^1].Final);
    }
}
