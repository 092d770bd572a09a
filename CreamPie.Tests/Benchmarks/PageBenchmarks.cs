using AngleSharp.Html.Parser;
using BenchmarkDotNet.Attributes;
using CreamPie.Core.Market;
using CreamPie.Core.Processing;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.Text;
using CreamPie.Core.Sources.Yahoo.Page;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Benchmarks;

/// <summary>
/// The 3.4 MB page of TSLA's whole history, compared with building a plain AngleSharp DOM of it without reading a cell.
/// </summary>
public class PageBenchmarks
{
    private static readonly byte[] Page = RealData.Bytes("yahoo-pages", "2025-06-16_TSLA_svelte.html");
    private static readonly ParseInput Input = new(Page, Symbol.Parse("TSLA"), FromNetwork: true, "text/html");
    private static readonly ProcessContext Context = new(new DateTime(2025, 6, 17, 0, 0, 0, DateTimeKind.Utc));

    [Benchmark(Baseline = true)]
    public int PlainDom()
    {
        using var stream = new MemoryStream(Page);
        using var document = new HtmlParser().ParseDocument(stream);
        return document.QuerySelectorAll("table tbody tr").Length;
    }

    /// <summary>Rows of the table alone; the payload is not read.</summary>
    [Benchmark]
    public int BytesToTableRows()
    {
        using var text = DocumentText.Rent(Input).Text!;
        return PageScan.Read(text.Characters, CancellationToken.None)!.Table!.Rows.Count;
    }

    /// <summary>Payload and table, checked against each other and validated.</summary>
    [Benchmark]
    public int BytesToCheckedBars()
    {
        var parsed = (ParseResult.Parsed)PageResponse.Parse(Input, CancellationToken.None);
        return Processor.Process(parsed.Document, Context).Bars.Count;
    }
}
