using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Tests.Ingestion.Planning;

/// <summary>The next check of a stock after a delivery. New York sessions are final at 21:30 UTC in winter.</summary>
public class StockProgressTests
{
    private static readonly DateTime Final = new(2026, 11, 19, 21, 30, 0, DateTimeKind.Utc);
    private static readonly DateTime NextFinal = new(2026, 11, 20, 21, 30, 0, DateTimeKind.Utc);
    private static readonly DateOnly Session = new(2026, 11, 19);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 1.5)]
    [InlineData(1, 2)]
    [InlineData(4, 8)]
    [InlineData(20, 24)]
    public void Missing_session_is_checked_again_before_the_next_session(double hoursAfterFinal, double nextHoursAfterFinal)
    {
        var stock = Delivered(Session.AddDays(-1), Final.AddHours(hoursAfterFinal));

        Assert.Equal((StockStatus.Late, Final.AddHours(nextHoursAfterFinal)), (stock.Status, stock.NextDue));
    }

    [Fact]
    public void Complete_stock_is_due_after_the_next_session()
    {
        var stock = Delivered(Session, Final.AddMinutes(1));

        Assert.Equal((StockStatus.Current, NextFinal), (stock.Status, stock.NextDue));
    }

    [Fact]
    public void Series_that_ended_long_ago_is_checked_once_a_session()
    {
        var stock = Delivered(Session.AddDays(-30), Final.AddMinutes(1));

        Assert.Equal((StockStatus.Late, NextFinal), (stock.Status, stock.NextDue));
    }

    private static Stock Delivered(DateOnly lastBar, DateTime now)
    {
        var stock = new Stock { Symbol = "AAA", Status = StockStatus.Current, Exchange = "NMS", TimeZone = "America/New_York" };
        StockProgress.Delivered(stock, Outcome.Loaded, lastBar, again: false, now);
        return stock;
    }
}
