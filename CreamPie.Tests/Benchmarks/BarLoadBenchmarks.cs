using BenchmarkDotNet.Attributes;
using CreamPie.Core.Loading;
using CreamPie.Core.Market;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Series;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Benchmarks;

/// <summary>
/// 100,000 bars as one document, and as ten histories of 10,000 days (forty years, about the longest that exist), each a
/// document and a transaction of its own; compared with only writing the same rows: one binary COPY, or one prepared
/// statement in one transaction. Speed is the inverse of the ratio.
/// </summary>
public class BarLoadBenchmarks
{
    private const int Bars = 100_000;

    private static readonly CloseDocument Closed = (_, _, _, _) => Task.FromResult(true);

    private LoadRequest[] _first = null!;
    private LoadRequest[] _same = null!;
    private TestDatabase _database = null!;
    private List<DailyBarRow> _rows = null!;

    [Params(DatabaseProvider.Sqlite, DatabaseProvider.Postgres)]
    public DatabaseProvider Database { get; set; }

    [Params(1, 10)]
    public int Documents { get; set; }

    [GlobalSetup]
    public void Make() => (_first, _same) = (Requests(document: 1), Requests(document: 101));

    [IterationSetup(Targets = [nameof(PlainWrite), nameof(FirstLoad)])]
    public void Empty()
    {
        _database = TestDatabase.CreateAsync(Database).GetAwaiter().GetResult();
        using var db = _database.Open();
        var stocks = _first.Select(r => new Stock { Symbol = r.Symbol.Value }).ToList();
        db.Stocks.AddRange(stocks);
        db.SaveChanges();
        _rows = [.. _first.SelectMany((request, i) => request.Document.Bars.Select(bar => Row(stocks[i].Id, request, bar)))];
    }

    [IterationSetup(Target = nameof(UnchangedReload))]
    public void Loaded()
    {
        Empty();
        Load(_first);
    }

    [IterationCleanup]
    public void Drop() => _database.DisposeAsync().AsTask().GetAwaiter().GetResult();

    [Benchmark(Baseline = true)]
    public void PlainWrite()
    {
        using var db = _database.Open();
        PlainWriter.Write(db, _rows);
    }

    [Benchmark]
    public int FirstLoad() => Load(_first);

    /// <summary>Another document with the same bars.</summary>
    [Benchmark]
    public int UnchangedReload() => Load(_same);

    private int Load(LoadRequest[] requests)
    {
        var loader = _database.Get<Loader>();
        return requests.Sum(r =>
            ((LoadResult.Loaded)loader.LoadAsync(r, Closed, CancellationToken.None).GetAwaiter().GetResult()).Counts.Inserted);
    }

    private LoadRequest[] Requests(int document) => [.. Enumerable.Range(0, Documents).Select(i =>
    {
        var days = Bars / Documents;
        var bars = new List<DailyBar>(days);
        for (var day = Captures.Monday.AddDays(-(days * 7 / 5)); bars.Count < days; day = day.AddDays(1))
        {
            if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
                continue;
            var close = Math.Round(100 + 50 * Math.Sin((bars.Count + i * 100) / 200d), 2);
            bars.Add(new DailyBar(day, close - 0.5, close + 1, close - 1, close, Math.Round(close * 0.9, 6), 1_000_000 + bars.Count));
        }
        return Captures.Of(document + i, Captures.Monday.AddDays(document), bars, symbol: $"LOAD{i}");
    })];

    private static DailyBarRow Row(int stock, LoadRequest request, DailyBar bar) => new()
    {
        StockId = stock,
        Source = request.Source,
        Date = bar.Date,
        Open = bar.Open,
        High = bar.High,
        Low = bar.Low,
        Close = bar.Close,
        AdjClose = bar.AdjClose,
        Volume = bar.Volume,
        Final = bar.Final,
        BasisDate = request.Document.BasisDate,
        DocumentId = request.DocumentId,
        KnownSince = request.KnownAt,
    };
}
