using System.IO.Compression;
using CreamPie.Core.Archiving;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Querying.Documents;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Archiving.Buckets;
using CreamPie.Tests.Archiving.Compression.Deflate;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Ingestion.Maintenance;

/// <summary>Old archived files are compressed, and everything that reads or counts them goes on.</summary>
public sealed class ArchiveRecompressionTests
{
    private static readonly GeneratedMarket Market = new(80);

    [Theory, OnSqlite(false), OnSqlite(true), OnPostgres(false), OnPostgres(true)]
    public async Task Old_files_are_compressed_and_young_ones_are_not(DatabaseProvider provider, bool inBucket)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var rig = await BucketRig.StartAsync(provider, inBucket, services => services.AddSingleton<TimeProvider>(time));
        var page = Market.Page("FOO", 80);
        var document = await rig.DropAsync("FOO.html", page);
        var bars = await rig.BarsAsync("FOO");

        time.Advance(TimeSpan.FromDays(29));
        Assert.True(await rig.Get<ArchiveRecompression>().RunAsync(CancellationToken.None));
        Assert.True(await rig.HasFileAsync(document.Sha256!));
        time.Advance(TimeSpan.FromDays(2));
        Assert.True(await rig.Get<ArchiveRecompression>().RunAsync(CancellationToken.None));

        Assert.False(await rig.HasFileAsync(document.Sha256!));
        Assert.True(await rig.HasFileAsync(document.Sha256!, ArchivedForms.Compressed));
        Assert.Empty(await rig.Get<InvariantCheck>().ViolationsAsync(long.MaxValue, CancellationToken.None));
        var raw = await rig.Get<DocumentQuery>().RawAsync(SeedData.Analyst, document.Id, CancellationToken.None);
        using var read = new MemoryStream();
        await using (raw!.Content)
            await raw.Content.CopyToAsync(read);
        Assert.Equal(page, read.ToArray());

        // The weekly cleanup sees a file, not a missing one and an orphan.
        time.Advance(TimeSpan.FromDays(31));
        await rig.Get<ArchiveCleanup>().CleanUpAsync(CancellationToken.None);
        Assert.True(await rig.HasFileAsync(document.Sha256!, ArchivedForms.Compressed));
        Assert.Equal(DocumentState.Loaded, (await rig.DocumentAsync(document.Id)).State);

        // Judged anew out of the compressed file.
        await using (var db = rig.Database.Open())
            await db.Stocks.ExecuteUpdateAsync(set => set.SetProperty(s => s.NeedsReplay, true));
        await rig.Get<ReplayService>().RunDueAsync(CancellationToken.None);
        Assert.Equal(bars.Select(b => (b.Date, b.Close)), (await rig.BarsAsync("FOO")).Select(b => (b.Date, b.Close)));
        await using (var db = rig.Database.Open())
            Assert.Empty(await db.Findings.Where(f => f.Seen.Contains("cannot be read")).ToListAsync());
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Compressed_orphan_is_set_aside_then_removed(bool inBucket)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var rig = await BucketRig.StartAsync(
            DatabaseProvider.Sqlite, inBucket, services => services.AddSingleton<TimeProvider>(time));
        var orphan = (await rig.Get<Archive>().StoreAsync(new byte[9_000], CancellationToken.None)).Sha256;
        time.Advance(TimeSpan.FromDays(31));
        await rig.Get<ArchiveRecompression>().RunAsync(CancellationToken.None);
        Assert.True(await rig.HasFileAsync(orphan, ArchivedForms.Compressed));

        await rig.Get<ArchiveCleanup>().CleanUpAsync(CancellationToken.None);
        Assert.True(await rig.HasFileAsync(orphan, ArchivedForms.CompressedAside));
        time.Advance(TimeSpan.FromDays(8));
        await rig.Get<ArchiveCleanup>().CleanUpAsync(CancellationToken.None);

        await Assert.ThrowsAsync<ArchiveCorruptException>(() => rig.Get<Archive>().ReadAsync(orphan, CancellationToken.None));
    }

    [Theory, OnSqlite(false), OnSqlite(true), OnPostgres(false)]
    public async Task Page_that_came_as_gzip_is_compressed_and_read_as_received(DatabaseProvider provider, bool inBucket)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var rig = await BucketRig.StartAsync(provider, inBucket, services => services.AddSingleton<TimeProvider>(time));
        var page = GzipOf(GzipRecipeTests.FarRepeating(Market.Page("FOO", 80)));
        rig.Serve("FOO", page, "Content-Encoding: gzip");
        await rig.TrackAsync("FOO");
        await rig.RunAsync();
        var document = Assert.Single(await rig.DocumentsAsync());
        Assert.Equal((DocumentState.Loaded, "gzip"), (document.State, document.ContentEncoding));
        time.Advance(TimeSpan.FromDays(31));

        await rig.Get<ArchiveRecompression>().RunAsync(CancellationToken.None);

        Assert.False(await rig.HasFileAsync(document.Sha256!));
        Assert.True(await rig.HasFileAsync(document.Sha256!, ArchivedForms.Compressed));
        Assert.Equal(page, await rig.Get<Archive>().ReadAsync(document.Sha256!, CancellationToken.None));
        Assert.Empty(await rig.Get<InvariantCheck>().ViolationsAsync(long.MaxValue, CancellationToken.None));
    }

    [Theory, InlineData("0", false), InlineData("1", true)]
    public async Task Days_of_zero_switch_it_off(string days, bool runs)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var rig = await IngestionRig.StartAsync(
            DatabaseProvider.Sqlite, services => services.AddSingleton<TimeProvider>(time),
            settings: _ => new() { ["Archive:CompressAfterDays"] = days });
        var document = await rig.DropAsync("FOO.html", Market.Page("FOO", 80));
        time.Advance(TimeSpan.FromDays(2));

        await rig.Get<MaintenanceService>().RunDueAsync(CancellationToken.None);

        Assert.Equal(runs, await rig.HasFileAsync(document.Sha256!, ArchivedForms.Compressed));
    }

    [Fact]
    public async Task Nothing_is_compressed_while_the_disk_is_nearly_full()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var rig = await IngestionRig.StartAsync(
            DatabaseProvider.Sqlite, services => services.AddSingleton<TimeProvider>(time));
        var document = await rig.DropAsync("FOO.html", Market.Page("FOO", 80));
        time.Advance(TimeSpan.FromDays(31));
        var storage = rig.Get<IOptions<StorageOptions>>().Value;
        var enough = storage.MinFreeMegabytes;
        storage.MinFreeMegabytes = int.MaxValue;

        Assert.False(await rig.Get<ArchiveRecompression>().RunAsync(CancellationToken.None));
        Assert.True(await rig.HasFileAsync(document.Sha256!));

        storage.MinFreeMegabytes = enough;
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.True(await rig.Get<ArchiveRecompression>().RunAsync(CancellationToken.None));
        Assert.False(await rig.HasFileAsync(document.Sha256!));
    }

    private static byte[] GzipOf(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(bytes);
        return stream.ToArray();
    }
}
