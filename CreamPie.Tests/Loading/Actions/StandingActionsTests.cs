using CreamPie.Core.Loading.Actions;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Tests.Loading.Actions;

/// <summary>The standing actions as a function of witnesses; every test hears them in both orders.</summary>
public sealed class StandingActionsTests
{
    private static readonly DateOnly Start = new(2024, 1, 1);
    private static readonly CorporateAction Split = CorporateAction.Split(Start.AddDays(20), 4, 1);
    private static readonly CorporateAction Dividend = CorporateAction.Cash(Start.AddDays(20), ActionKind.Dividend, 1);

    [Fact]
    public void Later_capture_without_a_dividend_withdraws_it()
    {
        var other = CorporateAction.Cash(Start.AddDays(10), ActionKind.Dividend, 1);
        var judged = Of(Witness(1, 30, 100, Dividend, other), Witness(2, 31, 100, other));

        Assert.Equal(other, Assert.Single(judged.Standing).Action);
        Assert.Equal(2, judged.All.Single(a => a.EndedBy is not null).EndedBy!.DocumentId);
        Assert.Equal(FindingKind.ActionWithdrawn, Assert.Single(judged.Findings).Finding.Kind);
    }

    [Fact]
    public void Earlier_silence_or_another_source_withdraws_nothing()
    {
        Assert.Single(Of(Witness(1, 29, 100), Witness(2, 30, 100, Split)).Standing);
        Assert.Single(Of(Witness(1, 30, 100, Split), Witness(2, 31, 100) with { Source = SourceName.AlphaVantage }).Standing);
    }

    [Fact]
    public void Document_without_evidence_or_days_around_withdraws_nothing()
    {
        Assert.Single(Of(Witness(1, 30, 100, Split), Witness(2, 31, 100) with { Prices = null }).Standing);
        Assert.Single(Of(Witness(1, 30, 100, Split), Witness(2, 31, 100) with { FirstDay = Split.ExDate }).Standing);
        Assert.Single(Of(Witness(1, 30, 100, Split), Witness(2, 31, 100) with { Tells = false }).Standing);
    }

    [Fact]
    public void Payment_not_understood_denies_no_cash()
    {
        var other = CorporateAction.Cash(Start.AddDays(10), ActionKind.Dividend, 1);

        Assert.Equal(2, Of(Witness(1, 30, 100, Dividend, other), Witness(2, 31, 100, other) with { TellsCash = false }).Standing.Count());
    }

    [Fact]
    public void Weekly_payments_of_one_amount_are_several()
    {
        CorporateAction[] weekly = [Dividend, Dividend with { ExDate = Dividend.ExDate.AddDays(7) }];

        Assert.Equal(2, Of(Witness(1, 30, 100, weekly), Witness(2, 31, 100, weekly)).Standing.Count());
    }

    [Fact]
    public void Payments_that_one_document_lists_are_two_payments()
    {
        CorporateAction[] both = [Dividend, Dividend with { ExDate = Dividend.ExDate.AddDays(3) }];

        Assert.Equal(2, Of(Witness(1, 30, 100, both), Witness(2, 29, 100, both[1])).Standing.Count());
    }

    [Fact]
    public void Dividend_moved_by_a_day_is_one()
    {
        var judged = Of(Witness(1, 30, 100, Dividend), Witness(2, 31, 100, Dividend with { ExDate = Dividend.ExDate.AddDays(1) }));

        Assert.Equal(Dividend.ExDate.AddDays(1), Assert.Single(judged.Standing).Action.ExDate);
        Assert.Equal(FindingKind.ActionMoved, Assert.Single(judged.Findings).Finding.Kind);
    }

    [Fact]
    public void Silence_on_a_split_that_prices_show_keeps_it()
    {
        var judged = Of(Witness(1, 15, 400), Witness(2, 30, 100, Split), Witness(3, 31, 100));

        Assert.Single(judged.Standing);
        Assert.Equal(FindingKind.ActionDoubted, Assert.Single(judged.Findings).Finding.Kind);
        Assert.Equal(4, judged.Splits.Pending(Start, judged.BasisOf(1)));
        Assert.Equal(1, judged.Splits.Pending(Start, judged.BasisOf(3)));
    }

    [Fact]
    public void Document_whose_prices_lack_a_split_has_the_basis_before_it()
    {
        var judged = Of(Witness(1, 15, 400), Witness(2, 30, 400, Split), Witness(3, 31, 100, Split));

        Assert.Single(judged.Standing);
        Assert.Equal(Split.ExDate.AddDays(-1), judged.BasisOf(2));
        Assert.Equal(Start.AddDays(31), judged.BasisOf(3));
    }

    [Fact]
    public void Split_told_the_wrong_way_round_is_righted_by_prices_of_before_it()
    {
        var inverse = CorporateAction.Split(Split.ExDate, 1, 4);
        var judged = Of(Witness(1, 15, 400), Witness(2, 30, 100, inverse));

        Assert.Equal(Split, Assert.Single(judged.Standing).Action);
        Assert.Equal(FindingKind.SplitImplausible, Assert.Single(judged.Findings).Finding.Kind);
        Assert.Equal(4, judged.Splits.Pending(Start, judged.BasisOf(1)));

        var right = Of(Witness(1, 15, 400), Witness(2, 30, 100, inverse), Witness(3, 31, 100, Split));
        Assert.Equal(Split, Assert.Single(right.Standing).Action);
    }

    [Fact]
    public void Undated_prices_say_nothing_on_a_split()
    {
        var judged = Of(Witness(1, 15, 100) with { BasisGuessed = true }, Witness(2, 30, 100, Split));

        Assert.Single(judged.Standing);
        Assert.Empty(judged.Findings);
    }

    [Fact]
    public void Two_splits_are_each_judged_by_the_prices()
    {
        var phantom = CorporateAction.Split(Start.AddDays(25), 10, 1);

        var judged = Of(Witness(1, 15, 400), Witness(2, 30, 100, Split, phantom));

        Assert.Equal(Split, Assert.Single(judged.Standing).Action);
        Assert.Equal(FindingKind.SplitNotShown, Assert.Single(judged.Findings).Finding.Kind);
    }

    /// <summary>Two payments of one amount, eight days apart, months before the end.</summary>
    [Theory]
    [InlineData(20, 28), InlineData(28, 20)]
    public void Payment_that_adjusted_closes_lack_is_not_taken_for_its_neighbour(int lacked, int contained)
    {
        CorporateAction[] both = [Dividend, Dividend with { ExDate = Start.AddDays(28) }];
        var listing = Adjusting(1, 40, _ => 100, day => (day < 20 ? 0.99 : 1) * (day < 28 ? 0.99 : 1), both);
        var lacking = Adjusting(2, 100, _ => 100, day => day < contained ? 0.99 : 1) with { Tells = false };

        Assert.Equal([Start.AddDays(lacked)], Of(listing, lacking).CashLackedBy(lacking));
    }

    /// <summary>Closes of six decimals, of which the last happens to be 2.08; captured ten days after the payment.</summary>
    [Fact]
    public void Even_last_close_does_not_hide_that_a_payment_is_lacking()
    {
        var payment = Dividend with { Amount = 0.0195 };
        var listing = Adjusting(1, 30, _ => 2.08, day => day < 20 ? 1 - 0.0195 / 2.08 : 1, payment);
        var lacking = Adjusting(2, 15, day => 2.08 + (15 - day) * 0.004321, _ => 1) with { StatedBasis = Start.AddDays(30) };

        Assert.Equal([payment.ExDate], Of(listing, lacking).CashLackedBy(lacking));
    }

    private static StandingActions Of(params ActionWitness[] witnesses)
    {
        var judged = StandingActions.Of(witnesses);
        var reversed = StandingActions.Of(witnesses.Reverse());
        Assert.Equal(judged.All.Select(a => (a.Action, a.Teller, a.EndedBy)), reversed.All.Select(a => (a.Action, a.Teller, a.EndedBy)));
        Assert.Equal(judged.Findings, reversed.Findings);
        return judged;
    }

    /// <param name="id">The document.</param>
    /// <param name="day">Of the capture, after the start; it has all days from the start to it.</param>
    /// <param name="close">Of all its days; the adjusted closes before the last third are lower if it lists cash.</param>
    /// <param name="actions">That it lists.</param>
    private static ActionWitness Witness(int id, int day, double close, params CorporateAction[] actions)
    {
        var hasCash = actions.Any(a => a.Amount is not null);
        DailyBar[] bars = [.. Enumerable.Range(0, day + 1).Select(i => new DailyBar(
            Start.AddDays(i), close, close, close, close, hasCash && i < 10 ? close * 0.99 : close, 1_000))];
        return new(
            id, SourceName.YahooChart, Start, Start.AddDays(day), Start.AddDays(day), BasisGuessed: false,
            Start.AddDays(day).ToDateTime(new TimeOnly(22, 0), DateTimeKind.Utc), $"{id}", Tells: true, TellsCash: true, actions,
            PriceSamples.Of(bars, actions));
    }

    private static ActionWitness Adjusting(
        int id, int day, Func<int, double> close, Func<int, double> factor, params CorporateAction[] actions) =>
        Witness(id, day, 1, actions) with
        {
            Prices = PriceSamples.Of([.. Enumerable.Range(0, day + 1).Select(i => (Day: i, Close: close(i))).Select(d => new DailyBar(
                Start.AddDays(d.Day), d.Close, d.Close, d.Close, d.Close, Math.Round(d.Close * factor(d.Day), 6), 1_000))], actions),
        };
}
