using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using static CreamPie.Tests.Processing.TestBars;

namespace CreamPie.Tests.Processing;

public sealed class BarCheckTests
{
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Non_numeric_close_is_rejected_and_other_prices_become_unknown(double none)
    {
        var processed = Process(Document(Bar(Day1, none), Bar(Day2) with { Open = none, AdjClose = none }));

        Assert.Equal([Bar(Day2) with { Open = null, AdjClose = null }], processed.Bars);
        Assert.Equal((FindingKind.RejectedRow, Day1), Only(processed));
        Assert.Equal(1, processed.Rejected);
    }

    [Fact]
    public void Zero_open_beside_a_valid_close_is_unknown()
    {
        var processed = Process(Document(Bar(Day1) with { Open = 0 }, Bar(Day2) with { High = 0, Low = 0 }));

        Assert.Equal([null, 10d], processed.Bars.Select(b => b.Open));
        Assert.Equal([10d, null], processed.Bars.Select(b => b.High));
        Assert.Equal((FindingKind.NonPositive, null), Only(processed));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-37.63)]
    public void Close_of_zero_or_less_is_loaded(double close)
    {
        var bar = new DailyBar(Day2, 0, 1, -40, close, close, 100);
        var processed = Process(Document(bar));

        Assert.Equal([bar], processed.Bars);
        Assert.Equal((FindingKind.NonPositive, Day2), Only(processed));
    }

    [Theory]
    [InlineData(9.0, 10.0, 8.0, 9.5, null)]
    [InlineData(9.0, 9.4, 8.0, 9.5, FindingKind.Inconsistent)]
    [InlineData(9.6, 9.5, 8.0, 9.5, FindingKind.Inconsistent)]
    [InlineData(9.0, 10.0, 9.1, 9.5, FindingKind.Inconsistent)]
    [InlineData(9.0, 8.0, 10.0, 9.5, FindingKind.Inconsistent)]
    [InlineData(9.0, 9.4999999, 8.0, 9.5, null)]
    [InlineData(0.000001, 0.000001, 0.000002, 0.000001, FindingKind.Inconsistent)]
    [InlineData(0.128348, 0.128906, 0.128348, 0.12834799, null)]
    public void High_and_low_must_enclose_open_and_close(double open, double high, double low, double close, FindingKind? kind)
    {
        var processed = Process(Document(new DailyBar(Day2, open, high, low, close, close, 100)));

        Assert.Single(processed.Bars);
        Assert.Equal(kind, processed.Findings.SingleOrDefault()?.Kind);
    }
}
