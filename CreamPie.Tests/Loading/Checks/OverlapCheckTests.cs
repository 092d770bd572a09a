using CreamPie.Core.Loading.Checks;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Storage.Tables.Series;

namespace CreamPie.Tests.Loading.Checks;

/// <summary>How the difference between stored bars and a document's bars is classified.</summary>
public class OverlapCheckTests
{
    private static readonly DateOnly Day = new(2025, 6, 2);

    [Theory]
    [InlineData(10, 0, 1.05, OverlapKind.Same)]
    [InlineData(10, 1, 1.05, OverlapKind.LateCorrection)]
    [InlineData(10, 2, 1.05, OverlapKind.LateCorrection)]
    [InlineData(10, 3, 1.05, OverlapKind.Unexplained)]
    [InlineData(100, 5, 1.05, OverlapKind.LateCorrection)]
    [InlineData(100, 6, 1.05, OverlapKind.Unexplained)]
    [InlineData(100, 100, 1.0000005, OverlapKind.Same)]
    [InlineData(100, 100, 2, OverlapKind.Unexplained)]
    [InlineData(100, 100, 100, OverlapKind.UnitChange)]
    [InlineData(100, 100, 0.01, OverlapKind.UnitChange)]
    [InlineData(2, 2, 100, OverlapKind.LateCorrection)]
    public void Few_changed_bars_are_corrections_and_many_a_rewrite(int bars, int changed, double factor, OverlapKind kind)
    {
        var overlap = Judge(Enumerable.Range(0, bars).Select(i => (Row(i), Row(i, i < changed ? factor : 1))));

        Assert.Equal((kind, bars), (overlap.Kind, overlap.Compared));
        Assert.Equal(kind is OverlapKind.UnitChange or OverlapKind.Unexplained, overlap.IsMassRewrite);
    }

    [Fact]
    public void Rewrite_states_bar_count_date_range_and_factor()
    {
        var overlap = Judge(Enumerable.Range(0, 100).Select(i => (Row(i), Row(i, i is >= 10 and < 30 ? 1.5 : 1))));
        Assert.Equal(
            "20 of 100 finished bars would be rewritten, from 2025-06-12 to 2025-07-01, by a factor of 1.5; no split explains it.",
            overlap.Sentence);

        overlap = Judge(Enumerable.Range(0, 10).Select(i => (Row(i), Row(i, 1 + i / 10.0))), currency: ("GBp", "GBP"));
        Assert.Equal(OverlapKind.UnitChange, overlap.Kind);
        Assert.Contains(
            "by factors from 1.1 to 1.9 (of the close), and the currency changed from GBp to GBP",
            overlap.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void New_currency_with_equal_prices_corrects_only_the_listing() =>
        Assert.Equal(OverlapKind.Same, Judge(Enumerable.Range(0, 10).Select(i => (Row(i), Row(i))), currency: ("GBp", "GBP")).Kind);

    [Fact]
    public void Rounding_differences_are_noise_only_beside_a_rounded_row()
    {
        var pairs = Enumerable.Range(0, 10).Select(i => (Row(i), Row(i, 1.00003))).ToList();
        Assert.Equal(OverlapKind.Unexplained, Judge(pairs).Kind);
        Assert.Equal(OverlapKind.FloatNoise, Judge(pairs, wasPrecise: false).Kind);
        Assert.Equal(OverlapKind.FloatNoise, Judge(pairs.Select(p => (p.Item2, p.Item1)), isPrecise: false).Kind);
    }

    [Theory]
    [InlineData(0.0989, 0.098912, false, OverlapKind.FloatNoise)]
    [InlineData(0.0989, 0.0950, false, OverlapKind.Unexplained)]
    [InlineData(0.000013, 0.0000134, false, OverlapKind.FloatNoise)]
    [InlineData(0.000013, 0.000019, false, OverlapKind.Unexplained)]
    [InlineData(0.000013, 0.000014, true, OverlapKind.Unexplained)]
    [InlineData(0.000013, 0.0000134, true, OverlapKind.Unexplained)]
    [InlineData(0.041016, 0.041015625, true, OverlapKind.Same)]
    public void Small_price_is_compared_within_its_own_decimals(double was, double now, bool wasPrecise, OverlapKind kind) =>
        Assert.Equal(kind, Judge(Enumerable.Range(0, 10).Select(i => (Flat(i, was), Flat(i, now))), wasPrecise: wasPrecise).Kind);

    [Fact]
    public void Rewrite_by_a_tiny_factor_states_four_of_its_digits()
    {
        var overlap = Judge(Enumerable.Range(0, 10).Select(i => (Row(i), Row(i, 0.0000645))), currency: ("IDR", "USD"));

        Assert.Contains("by a factor of 0.0000645,", overlap.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_open_or_changed_volume_is_no_rewrite() => Assert.Equal(OverlapKind.Same, Judge(Enumerable.Range(0, 10).Select(i =>
    {
        var now = Row(i);
        (now.Open, now.Volume) = (null, now.Volume * 7);
        return (Row(i), now);
    })).Kind);

    [Fact]
    public void Provisional_row_is_not_compared()
    {
        var overlap = Judge(Enumerable.Range(0, 10).Select(i =>
        {
            var was = Row(i);
            was.Final = false;
            return (was, Row(i, 3));
        }));
        Assert.Equal((OverlapKind.None, 0), (overlap.Kind, overlap.Compared));
    }

    [Fact]
    public void Prices_on_another_basis_by_a_known_split_match()
    {
        var pairs = Enumerable.Range(0, 10).Select(i => (Row(i), Row(i, 0.1)));
        Assert.Equal(OverlapKind.Split, Judge(pairs, wasPending: 10).Kind);
    }

    [Theory]
    [InlineData(0.1, 10, OverlapKind.Split)]
    [InlineData(10, 10, OverlapKind.Split)]
    [InlineData(1 / 1.5, 10, OverlapKind.Split)]
    [InlineData(0.2, 10, OverlapKind.Unexplained)]
    // The split lies before the differing days.
    [InlineData(0.1, 3, OverlapKind.Unexplained)]
    public void Prices_following_a_listed_split_late_are_a_split(double factor, int exDay, OverlapKind kind)
    {
        var split = CorporateAction.Split(Day.AddDays(exDay), factor < 0.5 ? 10 : factor > 1 ? 10 : 3, factor is > 0.5 and < 1 ? 2 : 1);
        var pairs = Enumerable.Range(0, 20).Select(i => (Row(i), Row(i, i < 10 ? factor : 1)));

        Assert.Equal(kind, Judge(pairs, splits: [split]).Kind);
    }

    [Fact]
    public void Split_does_not_explain_only_part_of_the_earlier_days()
    {
        var split = CorporateAction.Split(Day.AddDays(50), 10, 1);
        var pairs = Enumerable.Range(0, 60).Select(i => (Row(i), Row(i, i < 20 ? 0.1 : 1)));

        Assert.Equal(OverlapKind.Unexplained, Judge(pairs, splits: [split]).Kind);
    }

    [Theory]
    [InlineData(0.99, 1, OverlapKind.Dividend)]
    [InlineData(0.99, 0, OverlapKind.Dividend)]
    [InlineData(0.999995, 1, OverlapKind.Same)]
    public void Adjusted_closes_lowered_by_one_factor_are_a_dividend(double factor, int dividends, OverlapKind kind)
    {
        var adjusted = Enumerable.Range(0, 10).Select(i => new AdjustedChange(Day.AddDays(i), 100, i < 6 ? 100 * factor : 100)).ToList();
        CorporateAction[] listed = dividends == 0 ? [] : [CorporateAction.Cash(Day.AddDays(6), ActionKind.Dividend, 1)];

        Assert.Equal(kind, Judge(Enumerable.Range(0, 10).Select(i => (Row(i), Row(i))), listed: listed, adjusted: adjusted).Kind);
    }

    [Fact]
    public void Dividend_beside_a_corrected_bar_still_restates_older_days()
    {
        var adjusted = Enumerable.Range(1, 9).Select(i => new AdjustedChange(Day.AddDays(i), 100, 99)).ToList();
        var pairs = Enumerable.Range(0, 10).Select(i => (Row(i), Row(i, i == 0 ? 1.05 : 1)));

        var overlap = Judge(pairs, listed: [CorporateAction.Cash(Day.AddDays(10), ActionKind.Dividend, 1)], adjusted: adjusted);

        Assert.Equal((OverlapKind.LateCorrection, true), (overlap.Kind, overlap.Restates));
    }

    [Fact]
    public void Randomly_changed_adjusted_closes_are_no_dividend()
    {
        var adjusted = Enumerable.Range(0, 10).Select(i => new AdjustedChange(Day.AddDays(i), 100, 100 + i)).ToList();
        Assert.Equal(OverlapKind.Same, Judge(Enumerable.Range(0, 10).Select(i => (Row(i), Row(i))), adjusted: adjusted).Kind);
    }

    private static Overlap Judge(
        IEnumerable<(DailyBarRow Was, DailyBarRow Now)> pairs, double wasPending = 1, bool wasPrecise = true, bool isPrecise = true,
        CorporateAction[]? splits = null, CorporateAction[]? listed = null, List<AdjustedChange>? adjusted = null,
        (string?, string?) currency = default)
    {
        var check = new OverlapCheck();
        foreach (var (was, now) in pairs)
            check.Add(was, wasPending, wasPrecise, now, 1, isPrecise);
        return check.Judge(listed ?? [], new SplitFactors(splits ?? []), adjusted ?? [], currency);
    }

    private static DailyBarRow Flat(int day, double price) =>
        new() { Date = Day.AddDays(day), Open = price, High = price, Low = price, Close = price, AdjClose = price, Final = true };

    private static DailyBarRow Row(int day, double factor = 1) => new()
    {
        Date = Day.AddDays(day),
        Open = (100 + day) * factor,
        High = (102 + day) * factor,
        Low = (99 + day) * factor,
        Close = (101 + day) * factor,
        AdjClose = (101 + day) * factor,
        Volume = 1_000,
        Final = true,
    };
}
