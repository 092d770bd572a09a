using System.Globalization;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Market;

/// <summary>Two real captures of Apple, more than three years and several dividends apart.</summary>
public class RealAdjustmentTests
{
    /// <summary>
    /// Apple as captured in 2020, restated by the dividends since, is Apple as captured in 2024. Before 2020-05-08 it cannot be:
    /// the older capture adjusts for that day's dividend with 0.82, its amount before the split, and the newer one with 0.205.
    /// </summary>
    [RealDataFact]
    public void Old_capture_plus_later_dividends_equals_the_new_capture()
    {
        var before = new DateOnly(2020, 12, 11);
        var old = Yahoo("AAPL_2020-12-11.csv", before).Where(b => b.Bar.Date < before);
        var fresh = Yahoo("AAPL_2024-04-09.csv", AppleCaptured);

        var served = Served([.. old, .. fresh.Where(b => b.Bar.Date >= before)], AppleDividends(), PriceAdjustment.Splits);

        AssertSameAdjustedCloses(fresh, served, from: new(2020, 5, 8));
    }

    [RealDataFact]
    public void Derived_adjusted_closes_match_Yahoo()
    {
        var fresh = Yahoo("AAPL_2024-04-09.csv", AppleCaptured);

        var served = Served(
            [.. fresh.Select(b => b with { Bar = b.Bar with { AdjClose = null } })], AppleDividends(), PriceAdjustment.Splits);

        AssertSameAdjustedCloses(fresh, served, from: new(2012, 8, 8));
    }

    private static readonly DateOnly AppleCaptured = new(2024, 4, 9);

    private static ActionHistory AppleDividends() => new(
        [
            .. File.ReadLines(RealData.PathOf("csv", "AAPL_dividends_2010-2025.csv")).Skip(1)
                .Select(line => line.Split(','))
                .Select(cells => CorporateAction.Cash(
                    DateOnly.ParseExact(cells[0][..10], "yyyy-MM-dd"), ActionKind.Dividend, Number(cells[1])))
                .Where(d => d.ExDate <= AppleCaptured)
                .Select(d => new StoredAction(d, AppleCaptured)),
        ],
        [new(new(1980, 1, 1), AppleCaptured)], AppleCaptured);

    private static void AssertSameAdjustedCloses(List<StoredBar> expected, List<DailyBar> served, DateOnly from)
    {
        var given = expected.Where(b => b.Bar.Date >= from).ToDictionary(b => b.Bar.Date, b => b.Bar.AdjClose!.Value);
        var compared = served.Where(b => given.ContainsKey(b.Date)).ToList();
        Assert.InRange(compared.Count, given.Count - 2, given.Count);
        Assert.All(compared, bar => Assert.Equal(1, bar.AdjClose!.Value / given[bar.Date], 2e-5));
    }

    private static List<StoredBar> Yahoo(string file, DateOnly basis) =>
    [
        .. File.ReadLines(RealData.PathOf("csv", file)).Skip(1)
            .Select(line => line.Split(','))
            .Where(cells => cells[4] != "null")
            .Select(cells => new StoredBar(
                new(DateOnly.ParseExact(cells[0], "yyyy-MM-dd"), null, null, null, Number(cells[4]), Number(cells[5]), null), basis)),
    ];

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    private static List<DailyBar> Served(IReadOnlyList<StoredBar> bars, ActionHistory history, PriceAdjustment adjust) =>
        [.. Adjustment.Apply(bars, history, adjust).Select(b => b.Bar)];
}
