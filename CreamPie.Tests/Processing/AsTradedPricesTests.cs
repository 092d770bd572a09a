using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.DropFolder;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Processing;

/// <summary>As-traded prices join a split-adjusted series if their document lists every split of its days.</summary>
public sealed class AsTradedPricesTests
{
    private static readonly CorporateAction[] Apple =
    [
        CorporateAction.Split(new(1987, 6, 16), 2, 1),
        CorporateAction.Split(new(2000, 6, 21), 2, 1),
        CorporateAction.Split(new(2005, 2, 28), 2, 1),
        CorporateAction.Split(new(2014, 6, 9), 7, 1),
        CorporateAction.Split(new(2020, 8, 31), 4, 1),
    ];

    private static readonly CorporateAction[] Oracle =
    [
        CorporateAction.Split(new(1995, 2, 23), 3, 2),
        CorporateAction.Split(new(1996, 4, 17), 3, 2),
        CorporateAction.Split(new(1997, 8, 18), 3, 2),
        CorporateAction.Split(new(1999, 3, 1), 3, 2),
        CorporateAction.Split(new(2000, 1, 19), 2, 1),
        CorporateAction.Split(new(2000, 10, 13), 2, 1),
    ];

    [RealDataFact]
    public void Apples_as_traded_history_becomes_Yahoos_Close()
    {
        var yahoo = Parsed("AAPL_2024-04-09.csv");
        var splits = new SplitFactors(Apple);
        var asTraded = yahoo with
        {
            Basis = PriceBasis.AsTraded,
            ListsActions = true,
            Actions = Apple,
            Rows =
            [
                .. yahoo.Rows.Select(r => r with
                {
                    Bar = Adjustment.AsTraded(r.Bar, splits.Applied(r.Bar.Date, new(2024, 4, 9))) with { AdjClose = r.Bar.AdjClose },
                }),
            ],
        };
        // As traded: 28.75 on the first day, 645.57 before the 7:1 split, 499.23 before the 4:1 split.
        Assert.Equal([28.75, 645.57, 499.23], new DateOnly[] { new(1980, 12, 12), new(2014, 6, 6), new(2020, 8, 28) }
            .Select(day => Math.Round(asTraded.Rows.Single(r => r.Bar.Date == day).Bar.Close, 2)));

        var expected = TestBars.Process(yahoo).Bars;
        var processed = TestBars.Process(asTraded);

        Assert.Equal(
            (PriceBasis.SplitAdjusted, new DateOnly(2024, 4, 9), false), (processed.Basis, processed.BasisDate, processed.BasisGuessed));
        Assert.Equal(expected.Count, processed.Bars.Count);
        Assert.All(processed.Bars.Zip(expected), pair =>
        {
            Assert.True(
                Price.Same(pair.First.Open, pair.Second.Open)
                && Price.Same(pair.First.High, pair.Second.High)
                && Price.Same(pair.First.Low, pair.Second.Low));
            Assert.True(Price.Same(pair.First.Close, pair.Second.Close));
            Assert.Equal(pair.Second.AdjClose, pair.First.AdjClose);
            Assert.InRange(pair.First.Volume!.Value - pair.Second.Volume!.Value, -56, 56);
        });
    }

    /// <summary>Two real files of one history, ten years apart, of which one is as traded.</summary>
    [RealDataFact]
    public void Oracles_as_traded_file_matches_its_later_file()
    {
        var asTraded = Parsed("orcl-1995-2014_ichart-2015.csv");
        Assert.Equal(PriceBasis.AsTraded, TestBars.Process(asTraded).Basis);

        var processed = TestBars.Process(asTraded with { ListsActions = true, Actions = Oracle });
        var expected = TestBars.Process(Parsed("orcl-1995-2014_v2.csv")).Bars.ToDictionary(b => b.Date);

        Assert.Equal(PriceBasis.SplitAdjusted, processed.Basis);
        // Each file rounds: the older to cents as traded, the later one after dividing; three days of 2000 really differ.
        var different = processed.Bars.Where(b => Math.Abs(b.Close - expected[b.Date].Close) > 0.011).Select(b => b.Date).ToList();
        Assert.InRange(different.Count, 0, 5);
    }

    [Fact]
    public void Dividend_is_stated_per_share_of_its_own_day()
    {
        var document = AsTraded(CorporateAction.Cash(TestBars.Day1, ActionKind.Dividend, 2), CorporateAction.Split(TestBars.Day2, 4, 1));

        var processed = TestBars.Process(document);

        Assert.Equal(
            [CorporateAction.Cash(TestBars.Day1, ActionKind.Dividend, 0.5), CorporateAction.Split(TestBars.Day2, 4, 1)], processed.Actions);
        Assert.Equal([(25, 400L), (25, 100L)], processed.Bars.Select(b => (b.Close, b.Volume!.Value)));
        Assert.Empty(processed.Findings);
    }

    /// <summary>A document cannot list a split after its newest row, whenever it was fetched.</summary>
    [Fact]
    public void Basis_is_the_newest_day() => Assert.Equal(TestBars.Day2, TestBars.Process(AsTraded()).BasisDate);

    [Fact]
    public void Prices_with_possibly_unknown_splits_stay_as_traded()
    {
        Assert.Equal(PriceBasis.AsTraded, TestBars.Process(AsTraded() with { ListsActions = false }).Basis);
        Assert.Equal(
            PriceBasis.AsTraded,
            TestBars.Process(AsTraded() with { Errors = [new(0, TestBars.Day1, "A split of x.", RowProblem.Action)] }).Basis);
    }

    private static ParsedDocument AsTraded(params CorporateAction[] actions) =>
        TestBars.Document(
            TestBars.Bar(TestBars.Day1, 100) with { AdjClose = null }, TestBars.Bar(TestBars.Day2, 25) with { AdjClose = null })
            with
        { Basis = PriceBasis.AsTraded, Actions = actions };

    private static ParsedDocument Parsed(string file) => Assert.IsType<ParseResult.Parsed>(new DroppedFileSource().Parse(
        new ParseInput(RealData.Bytes("csv", file), Symbol.Parse("TEST"), FromNetwork: false), CancellationToken.None)).Document;
}
