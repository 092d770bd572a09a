using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Tests.Sources.Yahoo;

/// <summary>Pages filtered to dividends, splits or capital gains have no prices: they are called what they are.</summary>
public sealed class EventViewTests
{
    private const string Filler = "<tr><td>Feb 9, 2026</td><td colspan=\"6\"><span>0.26</span> Dividend </td></tr>";

    [Theory]
    [InlineData(
        "Dividend <span>Dividends on any given ex-date</span>", "<span>0.27</span> Dividend ", "dividends", ActionKind.Dividend, 0.27)]
    [InlineData("Dividends", "0.27", "dividends", ActionKind.Dividend, 0.27)]
    [InlineData("Stock Splits", "4:1 Stock Splits", "splits", ActionKind.Split, 4)]
    [InlineData("Stock Splits", "1/7 Stock Split", "splits", ActionKind.Split, 7)]
    [InlineData("Capital Gains", "1.5 Capital Gain", "capital gains", ActionKind.CapitalGain, 1.5)]
    public void View_without_prices_is_not_a_history_and_offers_its_events(
        string header, string cell, string what, ActionKind kind, double value)
    {
        var table = $"<table><thead><tr><th>Date</th><th>{header}</th></tr></thead><tbody>"
            + $"<tr><td>May 11, 2026</td><td colspan=\"6\">{cell}</td></tr></tbody></table>";

        foreach (var result in new[]
        {
            ParseSamples.Dropped(table), ParseSamples.Dropped(table, symbol: null),
            ParseSamples.Dropped(HandWrittenPages.Page(table)), ParseSamples.Fetched(HandWrittenPages.Page(table)),
        })
        {
            var refused = Assert.IsType<ParseResult.Refused>(result);
            Assert.Equal(Reason.NotHistory, refused.Reason);
            Assert.StartsWith($"This page lists 1 {what}, from 2026-05-11 to ", refused.Error, StringComparison.Ordinal);
            var action = Assert.Single(refused.Actions);
            Assert.Equal((new DateOnly(2026, 5, 11), kind, value), (action.ExDate, action.Kind, action.Amount ?? action.Ratio));
        }
    }

    [Fact]
    public void View_cut_within_its_table_is_truncated() => Assert.Equal(
        Reason.Truncated,
        ParseSamples.Dropped($"<table><thead><tr><th>Date</th><th>Dividend</th></tr></thead><tbody>{Filler}{Filler}").Refusal());

    [Fact]
    public void List_of_dividends_beside_a_history_does_not_hide_it()
    {
        var view = $"<table><tr><th>Date</th><th>Dividend</th></tr>{Filler}</table>";

        Assert.Equal(2, ParseSamples.Fetched(HandWrittenPages.Page(view + HandWrittenPages.Table())).Document().Rows.Count);
    }
}
