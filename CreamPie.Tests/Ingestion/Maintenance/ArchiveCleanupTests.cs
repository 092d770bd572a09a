using CreamPie.Core.Accounts;
using CreamPie.Core.Archiving;
using CreamPie.Core.Ingestion.DeadLetters;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Archiving.Buckets;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Ingestion.Maintenance;

/// <summary>The weekly comparison of rows and files: orphans are removed, missing files are reported.</summary>
public class ArchiveCleanupTests
{
    private static readonly DateTime LongAgo = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly GeneratedMarket Market = new(80);

    [Theory, OnSqlite(false), OnSqlite(true), OnPostgres(false), OnPostgres(true)]
    public async Task Orphan_file_is_set_aside_then_removed(DatabaseProvider provider, bool inBucket)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var rig = await BucketRig.StartAsync(provider, inBucket, services => services.AddSingleton<TimeProvider>(time));
        var loaded = await rig.DropAsync("FOO.html", Market.Page("FOO", 80));
        var orphan = (await rig.Get<Archive>().StoreAsync("an orphan"u8.ToArray(), CancellationToken.None)).Sha256;

        await rig.Get<ArchiveCleanup>().CleanUpAsync(CancellationToken.None);
        Assert.True(await rig.HasFileAsync(orphan));
        time.Advance(TimeSpan.FromDays(8));
        await rig.Get<ArchiveCleanup>().CleanUpAsync(CancellationToken.None);
        Assert.False(await rig.HasFileAsync(orphan));
        Assert.True(await rig.HasFileAsync(loaded.Sha256!));
        Assert.Equal("an orphan"u8.ToArray(), await rig.Get<Archive>().ReadAsync(orphan, CancellationToken.None));

        await rig.Get<ArchiveCleanup>().CleanUpAsync(CancellationToken.None);
        time.Advance(TimeSpan.FromDays(8));
        await rig.Get<ArchiveCleanup>().CleanUpAsync(CancellationToken.None);
        await Assert.ThrowsAsync<ArchiveCorruptException>(() => rig.Get<Archive>().ReadAsync(orphan, CancellationToken.None));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task New_database_over_an_old_archive_keeps_manifested_files(bool inBucket)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var rig = await BucketRig.StartAsync(
            DatabaseProvider.Sqlite, inBucket, services => services.AddSingleton<TimeProvider>(time));
        var document = await rig.DropAsync("FOO.html", Market.Page("FOO", 80));
        time.Advance(TimeSpan.FromDays(8));
        await using (var db = rig.Database.Open())
            await db.Documents.ExecuteDeleteAsync();

        await rig.Get<ArchiveCleanup>().CleanUpAsync(CancellationToken.None);

        Assert.True(await rig.HasFileAsync(document.Sha256!));
    }

    [Theory, OnSqlite(false), OnSqlite(true), OnPostgres(false), OnPostgres(true)]
    public async Task Pull_without_its_file_keeps_its_bars_and_retry_refetches(DatabaseProvider provider, bool inBucket)
    {
        await using var rig = await BucketRig.StartAsync(provider, inBucket);
        rig.Serve("FOO", Market.Page("FOO", 80));
        await rig.TrackAsync("FOO");
        await rig.RunAsync();
        var first = Assert.Single(await rig.DocumentsAsync());
        await rig.DeleteFileAsync(first.Sha256!);

        await rig.Get<ArchiveCleanup>().CleanUpAsync(CancellationToken.None);
        Assert.Equal((DocumentState.Quarantined, Reason.ArchiveCorrupt), await StateAsync(rig, first.Id));
        Assert.Equal(80, (await rig.BarsAsync("FOO")).Count);

        await StopSourceAsync(rig, LongAgo);
        Assert.Equal(
            RetryResult.SourceStopped, await rig.Get<DeadLetterRetries>().RetryAsync(Caller.System, first.Id, CancellationToken.None));
        Assert.Equal((DocumentState.Quarantined, Reason.ArchiveCorrupt), await StateAsync(rig, first.Id));
        await StopSourceAsync(rig, null);

        Assert.Equal(RetryResult.Queued, await rig.Get<DeadLetterRetries>().RetryAsync(Caller.System, first.Id, CancellationToken.None));
        await rig.RunAsync();

        var documents = await rig.DocumentsAsync();
        Assert.Equal([DocumentState.Superseded, DocumentState.Loaded], documents.Select(d => d.State));
        Assert.Equal(2, rig.Source.Connections);
        Assert.Empty(await rig.Get<InvariantCheck>().ViolationsAsync(long.MaxValue, CancellationToken.None));
    }

    [Theory, OnSqlite(false), OnSqlite(true), OnPostgres(false), OnPostgres(true)]
    public async Task Nothing_is_marked_when_every_file_is_missing(DatabaseProvider provider, bool inBucket)
    {
        await using var rig = await BucketRig.StartAsync(provider, inBucket);
        var documents = new[]
        {
            await rig.DropAsync("FOO.html", Market.Page("FOO", 80)),
            await rig.DropAsync("BAR.html", Market.Page("BAR", 80)),
        };
        foreach (var document in documents)
            await rig.DeleteFileAsync(document.Sha256!);

        await rig.Get<ArchiveCleanup>().CleanUpAsync(CancellationToken.None);

        Assert.All(await rig.DocumentsAsync(), d => Assert.Equal(DocumentState.Loaded, d.State));
    }

    private static async Task StopSourceAsync(IngestionRig rig, DateTime? at)
    {
        await using var db = rig.Database.Open();
        await db.SourceHealth.ExecuteUpdateAsync(set => set.SetProperty(h => h.StoppedAt, at));
    }

    private static async Task<(DocumentState State, Reason? Reason)> StateAsync(IngestionRig rig, int id)
    {
        var document = await rig.DocumentAsync(id);
        return (document.State, document.Reason);
    }
}
