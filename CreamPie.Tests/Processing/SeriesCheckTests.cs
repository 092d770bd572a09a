using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using static CreamPie.Tests.Processing.TestBars;

namespace CreamPie.Tests.Processing;

public sealed class SeriesCheckTests
{
    [Theory]
    [InlineData(15.0, null)]
    [InlineData(15.1, FindingKind.LargeMove)]
    [InlineData(5.0, null)]
    [InlineData(4.9, FindingKind.LargeMove)]
    [InlineData(1_000.0, FindingKind.UnitJump)]
    [InlineData(0.1, FindingKind.UnitJump)]
    [InlineData(0.012, FindingKind.LargeMove)]
    public void Large_move_is_loaded_with_a_finding(double close, FindingKind? kind)
    {
        var document = Document(Bar(Day1), Bar(Day2, close));

        Assert.Equal(2, Process(document).Bars.Count);
        Assert.Equal(kind, Process(document).Findings.SingleOrDefault()?.Kind);
        var split = Process(document with { Actions = [CorporateAction.Split(Day2, 4, 1)] }).Findings.SingleOrDefault();
        Assert.Equal(
            (kind, kind == FindingKind.LargeMove),
            (split?.Kind, split?.Seen.Contains("not adjusted for the split", StringComparison.Ordinal) ?? false));
    }

    [Fact]
    public void Row_on_a_known_closed_day_is_loaded_with_a_finding()
    {
        var juneteenth = Document(Bar(new(2025, 6, 19)));

        Assert.Equal((FindingKind.ClosedDay, new DateOnly(2025, 6, 19)), Only(Process(juneteenth)));
        Assert.Single(Process(juneteenth).Bars);
        Assert.Empty(Process(juneteenth with { Listing = Listing.Unknown }).Findings);
        Assert.Empty(Process(Document(Bar(new(2025, 6, 14))) with { Listing = new Listing(Exchange: "CCC", TimeZone: "UTC") }).Findings);
    }

    [Fact]
    public void Extreme_volume_is_loaded_and_negative_volume_is_unknown()
    {
        var bars = Enumerable.Range(0, 25).Select(i => Bar(Day1.AddDays(-i)) with { Volume = 10 }).ToArray();
        bars[3] = bars[3] with { Volume = 1_000 };
        bars[5] = bars[5] with { Volume = -1 };
        var processed = Process(Document(bars) with { Listing = Listing.Unknown });

        Assert.Equal(
            [(FindingKind.VolumeOutlier, bars[3].Date), (FindingKind.InvalidVolume, bars[5].Date)],
            processed.Findings.Select(f => (f.Kind, f.Date!.Value)));
        Assert.Equal([1_000, null], new[] { 3, 5 }.Select(i => processed.Bars.Single(b => b.Date == bars[i].Date).Volume));
    }

    [Theory]
    [InlineData(10.0, true)]
    [InlineData(9.0, false)]
    public void Dividend_missing_from_the_adjusted_closes_is_a_finding(double adjCloseBefore, bool missing)
    {
        var processed = Process(Document(Bar(Day1) with { AdjClose = adjCloseBefore }, Bar(Day2)) with
        {
            Actions = [CorporateAction.Cash(Day2, ActionKind.Dividend, 1)],
        });

        Assert.Equal(missing ? [FindingKind.DividendNotInAdjClose] : [], processed.Findings.Select(f => f.Kind));
    }
}
