using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using CreamPie.Core.Archiving.Compression;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Benchmarks;

/// <summary>
/// <c>-- disk</c>: what a year of 500 symbols costs. Real pages and generated ones as they are received and as they are archived later,
/// by quality of the compression, and what a daily document adds to each database.
/// </summary>
internal static class DiskYear
{
    private const double Documents = 500.0 * 252;

    private const int Stocks = 6;
    private const int Days = 60;
    private const int History = 400;

    /// <summary>That tell the most about time against size.</summary>
    private static readonly int[] Qualities = [4, 5, 6, 9, 10, 11];

    public static async Task MeasureAsync(string[] args)
    {
        var folder = args is [var given] ? given : RealData.PathOf("yahoo-pages");
        var market = new GeneratedMarket(History);
        List<(string Name, byte[] Bytes)> pages =
        [
            ("generated, a month", market.Page("AAPL", 22)), ("generated, 400 days", market.Page("AAPL", History)),
        ];
        if (Directory.Exists(folder))
        {
            pages.AddRange(Directory.GetFiles(folder).Order(StringComparer.Ordinal)
                .Select(file => (Path.GetFileName(file), File.ReadAllBytes(file))));
        }
        Console.WriteLine($"{"",-36}{"bytes",10}{"gzip",10}{string.Concat(Qualities.Select(q => $"{"br " + q,10}{"ms",7}"))}");
        foreach (var (name, bytes) in pages)
            Console.WriteLine($"{name,-36}{bytes.Length,10}{GzipOf(bytes).Length,10}{string.Concat(Qualities.Select(q => Row(bytes, q)))}");
        foreach (var (name, bytes) in pages.Where(p => p.Name.EndsWith("svelte.html", StringComparison.Ordinal)))
            Report(name, bytes);
        foreach (var provider in Enum.GetValues<DatabaseProvider>())
        {
            if (provider == DatabaseProvider.Sqlite || PostgresFixture.SkipReason is null)
                await DatabaseAsync(provider, market);
        }
    }

    private static string Row(byte[] bytes, int quality)
    {
        BrotliForm.Compress(bytes, quality);
        var watch = Stopwatch.StartNew();
        var compressed = BrotliForm.Compress(bytes, quality);
        return string.Create(CultureInfo.InvariantCulture, $"{compressed.Length,10}{watch.Elapsed.TotalMilliseconds,7:0}");
    }

    private static void Report(string name, byte[] bytes)
    {
        var gzip = GzipOf(bytes);
        var plain = BrotliForm.Compress(bytes);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"A year of 500 symbols with pages like {name}: {Year(bytes.Length)} as received without gzip, {Year(plain.Length)} "
            + $"compressed; {Year(gzip.Length)} as received with gzip, {Year(BrotliForm.Of(gzip).Length)} compressed"));
    }

    private static byte[] GzipOf(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(bytes);
        return stream.ToArray();
    }

    private static async Task DatabaseAsync(DatabaseProvider provider, GeneratedMarket market)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        string[] symbols = [.. Enumerable.Range(0, Stocks).Select(i => $"DSK{(char)('A' + i)}")];
        foreach (var symbol in symbols)
            await LoadAsync(rig, market, symbol, History - Days);
        var before = await SizeAsync(rig);
        for (var day = History - Days + 1; day <= History; day++)
        {
            foreach (var symbol in symbols)
                await LoadAsync(rig, market, symbol, day);
        }
        var perDocument = (await SizeAsync(rig) - before) / (double)(Stocks * Days);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{provider}: {perDocument:0} bytes for each daily document, a year of 500 symbols {Year(perDocument)}; "
            + $"{before / (double)(Stocks * (History - Days)):0} bytes for each bar of the first load, all tables and indexes"));
    }

    private static async Task LoadAsync(IngestionRig rig, GeneratedMarket market, string symbol, int sessions)
    {
        var day = market.Bars(symbol, sessions)[^1].Date;
        var document = await rig.DropAsync($"{symbol}_{day:yyyyMMdd}.html", market.Page(symbol, sessions));
        if (document.State != DocumentState.Loaded)
            throw new InvalidOperationException($"{symbol}: {document.Error}");
    }

    private static async Task<long> SizeAsync(IngestionRig rig)
    {
        await using var db = rig.Database.Open();
        if (db.Database.IsNpgsql())
        {
            await db.Database.ExecuteSqlAsync($"vacuum analyze");
            return await db.Database.SqlQuery<long>($"select pg_database_size(current_database()) as \"Value\"").SingleAsync();
        }
        var pages = await db.Database.SqlQuery<long>($"select page_count as \"Value\" from pragma_page_count()").SingleAsync();
        var free = await db.Database.SqlQuery<long>($"select freelist_count as \"Value\" from pragma_freelist_count()").SingleAsync();
        return (pages - free) * await db.Database.SqlQuery<long>($"select page_size as \"Value\" from pragma_page_size()").SingleAsync();
    }

    private static string Year(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes * Documents / 1e9:0.00} GB");
}
