using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.RealDocuments;

/// <summary>Every file of shared/data/csv: long histories load completely, with their price basis.</summary>
[Trait("Lane", "RealDocuments")]
public sealed class CsvFolderTests
{
    private sealed record Expected(string File, string Symbol, int Bars, int Rejected, string First, string Last, PriceBasis Basis);

    private static readonly Expected[] Histories =
    [
        new("AAPL_2020-12-11.csv", "AAPL", 10_086, 1, "1980-12-12", "2020-12-11", PriceBasis.SplitAdjusted),
        new("AAPL_2024-04-09.csv", "AAPL", 10_921, 0, "1980-12-12", "2024-04-09", PriceBasis.SplitAdjusted),
        new("GSPC_2023-12-28.csv", "^GSPC", 24_114, 0, "1927-12-30", "2023-12-28", PriceBasis.SplitAdjusted),
        new("DEN_2020-12-11_many-null.csv", "DEN", 3_344, 2_733, "1996-10-22", "2020-12-11", PriceBasis.SplitAdjusted),
        new("orcl-1995-2014_ichart-2015.csv", "ORCL", 5_036, 0, "1995-01-03", "2014-12-31", PriceBasis.AsTraded),
        new("orcl-1995-2014_v2.csv", "ORCL", 5_036, 0, "1995-01-03", "2014-12-31", PriceBasis.SplitAdjusted),
    ];

    private const string Dividends = "AAPL_dividends_2010-2025.csv";

    [RealDataFact]
    public void Every_file_of_the_folder_is_covered() => Assert.Equal(
        new RealFolder("csv").Files, Histories.Select(h => h.File).Append(Dividends).Order(StringComparer.Ordinal));

    [RealDataFact]
    public void Every_history_loads_completely() => Assert.All(Histories, expected =>
    {
        var loaded = new RealFolder("csv").Load(expected.File, expected.Symbol);

        Assert.Equal(expected, new Expected(
            expected.File, expected.Symbol, loaded.Bars.Count, loaded.Rejected,
            $"{loaded.Range!.Value.First:yyyy-MM-dd}", $"{loaded.Range!.Value.Last:yyyy-MM-dd}", loaded.Basis));
        // Also ^GSPC and DEN, whose adjusted closes are their closes.
        Assert.True(loaded.BasisProved);
        Assert.Equal(File.ReadLines(RealData.PathOf("csv", expected.File)).Count() - 1, loaded.Bars.Count + loaded.Rejected);
    });

    /// <summary>The session of the capture day may not have ended.</summary>
    [RealDataFact]
    public void Capture_day_is_provisional()
    {
        var loaded = new RealFolder("csv").Load("AAPL_2024-04-09.csv", "AAPL");

        Assert.Equal((false, true), (loaded.Bars[^1].Final, loaded.Bars[^2].Final));
    }

    [RealDataFact]
    public void Later_capture_restates_only_adjusted_closes()
    {
        var folder = new RealFolder("csv");
        var later = folder.Load("AAPL_2024-04-09.csv", "AAPL").Bars.ToDictionary(b => b.Date);
        var both = folder.Load("AAPL_2020-12-11.csv", "AAPL").Bars
            .Where(b => b.Final)
            .Select(b => (Earlier: b, Later: later[b.Date]))
            .ToList();

        Assert.All(both, pair => Assert.True(Price.Same(pair.Earlier.Close, pair.Later.Close)));
        Assert.All(both, pair => Assert.True(pair.Later.AdjClose < pair.Earlier.AdjClose || pair.Earlier.Date > new DateOnly(2020, 11, 5)));
    }

    [RealDataFact]
    public void Dividend_list_is_no_history() =>
        new RealFolder("csv").AssertRefused(Dividends, "AAPL", Reason.Layout, "Date,Open,High,Low,Close,Adj Close,Volume is expected");

    [RealDataFact]
    public void Wild_days_are_loaded_with_findings()
    {
        var folder = new RealFolder("csv");

        Assert.Equal(
            [new DateOnly(2000, 9, 29)],
            folder.Load("AAPL_2024-04-09.csv", "AAPL").Findings.Where(f => f.Kind == FindingKind.LargeMove).Select(f => f.Date!.Value));
        Assert.Equal(20, folder.Load("DEN_2020-12-11_many-null.csv", "DEN").Findings.Count(f => f.Kind == FindingKind.UnitJump));
        Assert.Equal(5_075, folder.Load("GSPC_2023-12-28.csv", "^GSPC").Bars.Count(b => b.Open is null));
    }
}
