using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;

namespace CreamPie.Tests.Market;

public sealed class AdjustmentTests
{
    private static readonly DateOnly Captured = new(2025, 6, 16);

    private static readonly CorporateAction[] TeslaSplits =
        [CorporateAction.Split(new(2020, 8, 31), 5, 1), CorporateAction.Split(new(2022, 8, 25), 3, 1)];

    [Fact]
    public void As_traded_prices_equal_the_quotes_of_the_day()
    {
        StoredBar[] tesla =
        [
            Stored(new(new(2010, 6, 29), 1.266667, 1.666667, 1.169333, 1.592667, 1.592667, 281_494_500), Captured),
            Stored(new(new(2020, 8, 28), 153.007996, 154.565994, 145.768005, 147.559998, 147.559998, 301_218_000), Captured),
            Stored(new(new(2022, 8, 24), 297.563324, 303.646667, 296.5, 297.096667, 297.096667, 57_259_800), Captured),
            Stored(new(new(2022, 8, 25), 302.359985, 302.959991, 291.600006, 296.070007, 296.070007, 53_230_000), Captured),
        ];

        var bars = Served(tesla, History(TeslaSplits), PriceAdjustment.None);

        Assert.Equal(new DailyBar(new(2010, 6, 29), 19.00001, 25.00001, 17.54, 23.89, null, 18_766_300), bars[0], SameQuotes);
        Assert.Equal(23.89, bars[0].Close);
        Assert.Equal(18_766_300, bars[0].Volume);
        Assert.Equal(2213.4, bars[1].Close, 2);
        Assert.Equal(891.29, bars[2].Close);
        Assert.Equal(296.070007, bars[3].Close);
        Assert.All(bars, b => Assert.Null(b.AdjClose));
    }

    [Fact]
    public void Later_split_adjusts_prices_captured_before_it()
    {
        var history = History([CorporateAction.Split(new(2024, 6, 10), 10, 1)]);
        StoredBar[] nvidia =
        [
            Stored(new(new(2024, 6, 6), 1240.48, 1255.87, 1183.2, 1209.98, 1209.88, 66_469_600), new(2024, 6, 7)),
            Stored(new(new(2024, 6, 7), 119.77, 121.692, 118.022, 120.888, 120.878, 412_386_000), Captured),
            Stored(new(new(2024, 6, 10), 120.37, 123.1, 117.01, 121.79, 121.78, 314_162_700), Captured),
        ];

        var splits = Served(nvidia, history, PriceAdjustment.Splits);
        var none = Served(nvidia, history, PriceAdjustment.None);

        Assert.Equal(new DailyBar(new(2024, 6, 6), 124.048, 125.587, 118.32, 120.998, 120.988, 664_696_000), splits[0]);
        Assert.Equal(nvidia[1].Bar, splits[1]);
        Assert.Equal(nvidia[0].Bar with { AdjClose = null }, none[0]);
        Assert.Equal(1208.88, none[1].Close);
        Assert.Equal(41_238_600, none[1].Volume);
        Assert.Equal(nvidia[2].Bar with { AdjClose = null }, none[2]);
    }

    [Fact]
    public void Split_applies_from_its_ex_date_including_that_days_capture()
    {
        var split = History([CorporateAction.Split(new(2024, 6, 10), 10, 1)]);

        Assert.Equal(12, Close(new(2024, 6, 7), basis: new(2024, 6, 9), split, PriceAdjustment.Splits));
        Assert.Equal(120, Close(new(2024, 6, 7), basis: new(2024, 6, 10), split, PriceAdjustment.Splits));
        Assert.Equal(1200, Close(new(2024, 6, 7), basis: new(2024, 6, 10), split, PriceAdjustment.None));
        Assert.Equal(120, Close(new(2024, 6, 10), basis: new(2024, 6, 10), split, PriceAdjustment.None));
    }

    [Fact]
    public void As_traded_and_split_adjusted_prices_differ_only_by_splits()
    {
        var random = new Random(7);
        var history = History(
            [
                CorporateAction.Split(new(2005, 2, 28), 2, 1),
                CorporateAction.Split(new(2014, 6, 9), 7, 1),
                CorporateAction.Split(new(2020, 8, 31), 1, 8),
            ]);
        for (var i = 0; i < 2_000; i++)
        {
            var day = new DateOnly(2000, 1, 3).AddDays(random.Next(9_000));
            var basis = day.AddDays(random.Next(3_000));
            var price = Math.Round(Math.Pow(10, random.NextDouble() * 7 - 2), 6);
            StoredBar[] bar = [Stored(new(day, price, price * 1.01, price * 0.99, price, price, 1_000_000), basis)];
            var splits = Served(bar, history, PriceAdjustment.Splits)[0];
            var none = Served(bar, history, PriceAdjustment.None)[0];
            var ratio = history.Splits.Pending(day, day);
            Assert.Equal(1, none.Close / ratio / splits.Close, 1.1e-6);
            Assert.True(none.High >= none.Close && none.Low <= none.Close, $"{price} on {day} as of {basis}");
        }
    }

    [Fact]
    public void Price_without_a_factor_keeps_all_its_digits()
    {
        var bar = new DailyBar(new(2024, 6, 7), 0.000012345678901234, 1.23456789012345, null, 1.00000000012345, 0.99999999912345, null);

        Assert.Equal(bar, Served([Stored(bar, Captured)], History(TeslaSplits), PriceAdjustment.Splits)[0]);
        Assert.Equal(bar with { AdjClose = null }, Served([Stored(bar, Captured)], History(TeslaSplits), PriceAdjustment.None)[0]);
    }

    [Fact]
    public void Adjusted_tiny_price_has_no_noise_of_binary_fractions()
    {
        var history = History([CorporateAction.Split(new(2024, 6, 10), 3, 1)]);

        Assert.Equal(1e-8, Served([Bare(new(2024, 6, 7), 3e-8, new(2024, 6, 8))], history, PriceAdjustment.Splits)[0].Close);
        Assert.Equal(1e-9, Served([Bare(new(2024, 6, 7), 3e-9, new(2024, 6, 8))], history, PriceAdjustment.Splits)[0].Close);
    }

    [Fact]
    public void Missing_adjusted_close_is_derived_from_dividends()
    {
        var history = History([Dividend(new(2024, 3, 5), 0.5), Dividend(new(2024, 3, 7), 1), Dividend(new(2024, 3, 1), 9)]);
        StoredBar[] bars =
        [
            Bare(new(2024, 3, 1), 90), Bare(new(2024, 3, 4), 100), Bare(new(2024, 3, 5), 80),
            Bare(new(2024, 3, 6), 50), Bare(new(2024, 3, 7), 60),
        ];

        var served = Adjustment.Apply(bars, history, PriceAdjustment.Splits);

        var (first, second) = (1 - 0.5 / 100, 1 - 1.0 / 50);
        Assert.Equal(
            [90 * first * second, 100 * first * second, 80 * second, 50 * second, 60],
            served.Select(b => b.Bar.AdjClose!.Value),
            (a, b) => Math.Abs(a - b) < 1e-8);
        Assert.All(served, b => Assert.True(b.Derived));
    }

    [Fact]
    public void Given_adjusted_close_is_adjusted_only_by_later_dividends()
    {
        var history = History([Dividend(new(2024, 3, 5), 0.5), Dividend(new(2024, 3, 7), 1)]);
        StoredBar[] bars =
        [
            Stored(new(new(2024, 3, 4), null, null, null, 100, 99.5, null), new(2024, 3, 6)),
            Stored(new(new(2024, 3, 6), null, null, null, 50, 50, null), new(2024, 3, 6)),
            Stored(new(new(2024, 3, 7), null, null, null, 60, 60, null), new(2024, 3, 7)),
        ];

        var served = Adjustment.Apply(bars, history, PriceAdjustment.Splits);

        Assert.Equal([97.51, 49, 60], served.Select(b => b.Bar.AdjClose!.Value));
        Assert.All(served, b => Assert.False(b.Derived));
    }

    [Fact]
    public void Cash_of_one_day_is_deducted_once_on_todays_share_count()
    {
        var history = new ActionHistory(
            [
                new(Dividend(new(2024, 3, 5), 4), BasisDate: new(2024, 3, 6)),
                new(CorporateAction.Cash(new(2024, 3, 5), ActionKind.CapitalGain, 6), BasisDate: new(2024, 3, 6)),
                new(CorporateAction.Split(new(2024, 4, 1), 10, 1), Captured),
            ],
            [new(new(1990, 1, 1), Captured)], Captured);

        var served = Adjustment.Apply([Bare(new(2024, 3, 4), 10), Bare(new(2024, 3, 5), 9)], history, PriceAdjustment.Splits);

        Assert.Equal([9, 9], served.Select(b => b.Bar.AdjClose!.Value));
        Assert.Equal(0.4, Adjustment.CashToday(history.Actions[0], history));
    }

    [Fact]
    public void Adjusted_close_is_not_derived_where_dividends_may_be_missing()
    {
        var partly = new ActionHistory([], [new(new(2024, 3, 5), Captured)], Captured);

        var served = Adjustment.Apply(
            [Bare(new(2024, 3, 1), 90), Bare(new(2024, 3, 4), 91), Bare(new(2024, 3, 5), 92)], partly, PriceAdjustment.Splits);

        Assert.Equal([null, 91, 92], served.Select(b => b.Bar.AdjClose));
    }

    [Fact]
    public void Implausible_dividend_leaves_no_adjusted_close()
    {
        var served = Served(
            [Bare(new(2024, 3, 4), 10), Bare(new(2024, 3, 5), 9)],
            History([Dividend(new(2024, 3, 5), 10)]),
            PriceAdjustment.Splits);

        Assert.Equal([null, 9], served.Select(b => b.AdjClose));
    }

    [Fact]
    public void Total_return_prices_keep_their_ratio_to_the_close()
    {
        StoredBar[] bars = [Stored(new(new(2024, 3, 4), 98, 102, null, 100, 50, 1_000), Captured)];

        var bar = Served(bars, History([]), PriceAdjustment.All)[0];

        Assert.Equal(new DailyBar(new(2024, 3, 4), 49, 51, null, 50, 50, 1_000), bar);
    }

    [Fact]
    public void Splits_are_known_only_with_full_coverage_up_to_the_capture()
    {
        var history = new ActionHistory(
            [],
            [new(new(2020, 1, 1), new(2020, 6, 30)), new(new(2020, 7, 1), new(2021, 1, 1)), new(new(2022, 1, 1), new(2023, 1, 1))],
            new(2023, 1, 1));

        Assert.True(history.KnowsSplitsOf(Bare(new(2019, 12, 31), 1, basis: new(2020, 12, 31))));
        Assert.False(history.KnowsSplitsOf(Bare(new(2019, 12, 30), 1, basis: new(2020, 12, 31))));
        Assert.False(history.KnowsSplitsOf(Bare(new(2020, 12, 31), 1, basis: new(2022, 6, 1))));
        Assert.True(history.KnowsSplitsOf(Bare(new(2022, 5, 31), 1, basis: new(2022, 6, 1))));
        Assert.True(history.KnowsSplitsOf(Bare(new(2025, 5, 31), 1, basis: new(2025, 5, 31))));
    }

    private static StoredBar Stored(DailyBar bar, DateOnly basis) => new(bar, basis);

    private static StoredBar Bare(DateOnly day, double close, DateOnly? basis = null) =>
        new(new(day, null, null, null, close, null, null), basis ?? Captured);

    private static CorporateAction Dividend(DateOnly day, double amount) => CorporateAction.Cash(day, ActionKind.Dividend, amount);

    private static ActionHistory History(IEnumerable<CorporateAction> actions) =>
        new([.. actions.Select(a => new StoredAction(a, Captured))], [new(new(1990, 1, 1), Captured)], Captured);

    private static List<DailyBar> Served(IReadOnlyList<StoredBar> bars, ActionHistory history, PriceAdjustment adjust) =>
        [.. Adjustment.Apply(bars, history, adjust).Select(b => b.Bar)];

    private static double Close(DateOnly day, DateOnly basis, ActionHistory history, PriceAdjustment adjust) =>
        Served([Bare(day, 120, basis)], history, adjust)[0].Close;

    private static bool SameQuotes(DailyBar a, DailyBar b) =>
        a.Date == b.Date && Price.Same(a.Open, b.Open) && Price.Same(a.High, b.High) && Price.Same(a.Low, b.Low)
        && a.Close == b.Close && a.Volume == b.Volume && a.AdjClose is null && b.AdjClose is null;
}
