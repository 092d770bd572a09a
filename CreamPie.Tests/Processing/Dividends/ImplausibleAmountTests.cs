using CreamPie.Core.Market;
using CreamPie.Core.Processing;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Tests.Processing.Dividends;

public sealed class ImplausibleAmountTests
{
    private static readonly DateOnly First = new(2024, 1, 1);
    private static readonly int[] ExDays = [20, 50, 80, 110];

    /// <summary>TENT.L: 0.0001375 for 0.01375, and the adjusted closes agree with it.</summary>
    [Theory]
    [InlineData("TENT.L", 0.015, 0.012, true)]
    [InlineData("TENT.L", 0.015, -0.002, false)]
    [InlineData("NVDA", 0.015, 0.002, false)]
    [InlineData("NVDA", 0.015, 0.02, true)]
    [InlineData("PSH.L", 0.27, 0.003, false)]
    [InlineData("XOM", 0.9, 0.009, false)]
    public void Dividends_all_a_hundredth_of_the_falls_are_findings(string symbol, double amount, double fall, bool isFinding) =>
        Assert.Equal(isFinding ? ExDays : [], Implausible(symbol, fall, [.. ExDays.Select(d => (d, amount, 0.0))]));

    [Theory]
    [InlineData(1.5, 0.002, false)]
    [InlineData(6.0, 0.002, true)]
    [InlineData(6.0, 0.055, false)]
    [InlineData(1.0, -0.05, false)]
    public void Dividend_below_a_tenth_of_the_price_must_show(double amount, double fall, bool isFinding) =>
        Assert.Equal(isFinding ? [50] : [], Implausible("TEST", fall, [(50, amount, 0)]));

    [Theory]
    [InlineData(3.5, 0.002, true)]
    [InlineData(3.5, 0.03, false)]
    [InlineData(0.005, 0.002, true)]
    [InlineData(50, 0.002, true)]
    [InlineData(0.2, 0.002, false)]
    [InlineData(1.0, 0.002, false)]
    public void Dividend_unlike_its_neighbours_needs_the_price(double amount, double fall, bool isFinding) => Assert.Equal(
        isFinding ? [50] : [],
        Implausible("TEST", fall, [.. ExDays.Select(d => (d, d == 50 ? amount : 0.5, 0.0))]));

    /// <summary>VWILX, 2024-12-18.</summary>
    [Theory]
    [InlineData(8.6, 7.8, 0.09, true)]
    [InlineData(8.6, 7.8, 0.16, false)]
    [InlineData(0.9, 7.8, 0.09, false)]
    public void Capital_gain_included_in_the_dividend_is_a_finding(double dividend, double gain, double fall, bool isFinding) =>
        Assert.Equal(isFinding ? [50] : [], Implausible("VWILX", fall, [(50, dividend, gain)]));

    [Theory]
    [InlineData(0.5, 0.005, null)]
    [InlineData(0.5, 0.0, "take 0%")]
    [InlineData(0.5, 0.01, "take 1%")]
    [InlineData(0.5, 0.00005, "another unit")]
    [InlineData(0.5, 0.5, "another unit")]
    public void Adjusted_closes_that_take_another_amount_are_a_finding(double amount, double taken, string? words)
    {
        var found = Processed("TEST", fall: 0.005, [(50, amount, 0)], taken).Findings
            .Where(f => f.Kind == FindingKind.DividendNotInAdjClose)
            .ToList();

        Assert.Equal(words is null ? [] : [First.AddDays(50)], found.Select(f => f.Date));
        Assert.All(found, f => Assert.Contains(words!, f.Seen, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0.03, true, 1)]
    [InlineData(-0.03, true, 1)]
    [InlineData(0.001, true, 0)]
    [InlineData(0.03, false, 0)]
    public void Adjusted_closes_step_only_where_something_is_listed(double step, bool listsActions, int findings)
    {
        DailyBar[] bars =
        [
            TestBars.Bar(TestBars.Day1.AddDays(-1)) with { AdjClose = 8 * (1 - step) }, TestBars.Bar(TestBars.Day1) with { AdjClose = 8 },
            TestBars.Bar(TestBars.Day2),
        ];
        var document = TestBars.Document(bars) with
        {
            ListsActions = listsActions,
            Actions = [CorporateAction.Cash(TestBars.Day2, ActionKind.Dividend, 2)],
        };

        var found = TestBars.Process(document).Findings.Where(f => f.Kind == FindingKind.DividendNotInAdjClose).ToList();

        Assert.Equal(findings, found.Count);
        Assert.All(found, f => Assert.Equal(TestBars.Day1, f.Date));
    }

    private static int[] Implausible(string symbol, double fall, (int Day, double Dividend, double Gain)[] payments) =>
        [.. Processed(symbol, fall, payments).Findings
            .Where(f => f.Kind == FindingKind.DividendImplausible)
            .Select(f => f.Date!.Value.DayNumber - First.DayNumber)];

    /// <summary>Days around 100 that rise and fall by half a percent, and by <paramref name="fall"/> on each ex-date.</summary>
    private static ProcessedDocument Processed(
        string symbol, double fall, (int Day, double Dividend, double Gain)[] payments, double? taken = null)
    {
        var bars = new DailyBar[130];
        var (close, factor) = (100.0, 1.0);
        for (var day = 0; day < bars.Length; day++)
        {
            var isExDate = payments.Any(p => p.Day == day);
            close = isExDate ? 100 * (1 - fall) : day % 2 == 0 ? 100.25 : 99.75;
            if (payments.Any(p => p.Day == day + 1))
                close = 100;
            bars[day] = new DailyBar(First.AddDays(day), close, close + 0.1, close - 0.1, close, close, 100);
        }
        for (var day = bars.Length - 2; day >= 0; day--)
        {
            foreach (var (_, dividend, gain) in payments.Where(p => p.Day == day + 1))
                factor *= 1 - (taken ?? (dividend + gain) / 100);
            bars[day] = bars[day] with { AdjClose = bars[day].Close * factor };
        }
        var document = TestBars.Document(bars) with
        {
            Listing = Listing.Unknown,
            Actions =
            [
                .. payments.Select(p => CorporateAction.Cash(First.AddDays(p.Day), ActionKind.Dividend, p.Dividend)),
                .. payments.Where(p => p.Gain > 0).Select(p => CorporateAction.Cash(First.AddDays(p.Day), ActionKind.CapitalGain, p.Gain)),
            ],
        };
        return Processor.Process(document, new ProcessContext(TestBars.KnownAt, Symbol: symbol));
    }
}
