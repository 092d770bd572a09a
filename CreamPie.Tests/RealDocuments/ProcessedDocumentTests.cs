using CreamPie.Core.Processing;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.DropFolder;
using CreamPie.Tests.Sources.Yahoo;
using CreamPie.Tests.Support;
using Xunit.Abstractions;

namespace CreamPie.Tests.RealDocuments;

/// <summary>Real data is irregular and still loads completely.</summary>
public sealed class ProcessedDocumentTests(ITestOutputHelper output)
{
    private static readonly DateTime KnownAt = new(2026, 11, 23, 10, 0, 0, DateTimeKind.Utc);

    [RealDataTheory]
    [InlineData("2017-05-16_MSFT_react-ssr.html", 252, "2017-05-16")]
    [InlineData("2022-01-07_GME_react-ssr.html", 252, "2022-01-07")]
    [InlineData("2024-06-30_NVDA_svelte.html", 251, "2024-06-28")]
    [InlineData("2024-12-05_IBM_svelte-fragment.html", 252, "2024-12-04")]
    [InlineData("2025-06-16_AAPL_svelte-fragment.html", 63, "2025-06-13")]
    [InlineData("2025-06-16_TSLA_svelte.html", 3_764, "2025-06-13")]
    public void Every_page_loads_completely(string file, int bars, string finalThrough)
    {
        var processed = Process("yahoo-pages", file);

        Assert.Equal(bars, processed.Bars.Count);
        Assert.Equal(0, processed.Rejected);
        Assert.Equal(DateOnly.ParseExact(finalThrough, "yyyy-MM-dd"), processed.FinalThrough);
        Assert.DoesNotContain(
            processed.Findings, f => f.Kind is FindingKind.ClosedDay or FindingKind.TableDisagrees or FindingKind.RejectedRow);
        Assert.Equal(
            file.Contains("MSFT", StringComparison.Ordinal) ? 4 : 0,
            processed.Findings.Count(f => f.Kind == FindingKind.DividendNotInAdjClose));
    }

    [RealDataTheory]
    [InlineData("AAPL_2020-12-11.csv", 10_086, 1)]
    [InlineData("AAPL_2024-04-09.csv", 10_921, 0)]
    [InlineData("GSPC_2023-12-28.csv", 24_114, 0)]
    [InlineData("DEN_2020-12-11_many-null.csv", 3_344, 2_733)]
    [InlineData("orcl-1995-2014_v2.csv", 5_036, 0)]
    public void Every_row_with_a_close_loads_with_few_findings(string file, int bars, int rejected)
    {
        var processed = Process("csv", file);

        Assert.Equal((bars, rejected), (processed.Bars.Count, processed.Rejected));
        Assert.Equal(File.ReadLines(RealData.PathOf("csv", file)).Count() - 1, bars + rejected);
        Assert.All(processed.Findings.GroupBy(f => f.Kind), g => Assert.InRange(g.Count(), 1, 20));
    }

    [RealDataFact]
    public void Thousands_of_unknown_index_opens_are_one_finding()
    {
        var processed = Process("csv", "GSPC_2023-12-28.csv");

        Assert.Equal(5_075, processed.Bars.Count(b => b.Open is null));
        var finding = Assert.Single(processed.Findings, f => f.Kind == FindingKind.NonPositive);
        Assert.Contains("5,075", finding.Seen, StringComparison.Ordinal);
    }

    [RealDataFact]
    public void Apple_fall_of_2000_09_29_is_loaded_with_a_finding()
    {
        var processed = Process("csv", "AAPL_2020-12-11.csv");

        Assert.Contains(processed.Findings, f => f.Kind == FindingKind.LargeMove && f.Date == new DateOnly(2000, 9, 29));
        Assert.Contains(processed.Bars, b => b.Date == new DateOnly(2000, 9, 29));
    }

    private ProcessedDocument Process(string folder, string file)
    {
        var name = DroppedFileName.Of(file);
        var document = ParseSamples.Dropped(RealData.Bytes(folder, file), name.Symbol?.Value).Document();
        var processed = Processor.Process(document, new ProcessContext(KnownAt, name.CapturedAt));
        foreach (var finding in processed.Findings)
            output.WriteLine($"{finding.Kind} {finding.Date} {finding.Seen} {finding.Done}");
        return processed;
    }
}
