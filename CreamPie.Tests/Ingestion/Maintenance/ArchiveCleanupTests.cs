using CreamPie.Core.Accounts;
using CreamPie.Core.Archiving;
using CreamPie.Core.Ingestion.DeadLetters;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Ingestion.Maintenance;

/// <summary>The weekly comparison of rows and files: orphans are removed, missing files are reported.</summary>
public class ArchiveCleanupTests
{
    private static readonly DateTime LongAgo = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly GeneratedMarket Market = new(80);

    [Theory, OnSqlite, OnPostgres]
    public async Task Orphan_file_is_set_aside_then_removed(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var loaded = await rig.DropAsync("FOO.html", Market.Page("FOO", 80));
        var orphan = (await rig.Get<Archive>().StoreAsync("an orphan"u8.ToArray(), CancellationToken.None)).Sha256;
        var young = (await rig.Get<Archive>().StoreAsync("a young one"u8.ToArray(), CancellationToken.None)).Sha256;
        File.SetLastWriteTimeUtc(FileOf(rig, orphan), LongAgo);
        File.SetLastWriteTimeUtc(FileOf(rig, loaded.Sha256!), LongAgo);

        await rig.Get<ArchiveCleanup>().CleanUpAsync(CancellationToken.None);
        Assert.False(File.Exists(FileOf(rig, orphan)));
        Assert.True(File.Exists(FileOf(rig, young)) && File.Exists(FileOf(rig, loaded.Sha256!)));
        Assert.Equal("an orphan"u8.ToArray(), await rig.Get<Archive>().ReadAsync(orphan, CancellationToken.None));

        await rig.Get<ArchiveCleanup>().CleanUpAsync(CancellationToken.None);
        await rig.Get<ArchiveCleanup>().CleanUpAsync(CancellationToken.None);
        await Assert.ThrowsAsync<ArchiveCorruptException>(() => rig.Get<Archive>().ReadAsync(orphan, CancellationToken.None));
    }

    [Fact]
    public async Task New_database_over_an_old_archive_keeps_manifested_files()
    {
        await using var rig = await IngestionRig.StartAsync(DatabaseProvider.Sqlite);
        var document = await rig.DropAsync("FOO.html", Market.Page("FOO", 80));
        File.SetLastWriteTimeUtc(FileOf(rig, document.Sha256!), LongAgo);
        await using (var db = rig.Database.Open())
            await db.Documents.ExecuteDeleteAsync();

        await rig.Get<ArchiveCleanup>().CleanUpAsync(CancellationToken.None);

        Assert.True(File.Exists(FileOf(rig, document.Sha256!)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Pull_without_its_file_keeps_its_bars_and_retry_refetches(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        rig.Serve("FOO", Market.Page("FOO", 80));
        await rig.TrackAsync("FOO");
        await rig.RunAsync();
        var first = Assert.Single(await rig.DocumentsAsync());
        File.Delete(FileOf(rig, first.Sha256!));

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

    [Theory, OnSqlite, OnPostgres]
    public async Task Nothing_is_marked_when_every_file_is_missing(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var documents = new[]
        {
            await rig.DropAsync("FOO.html", Market.Page("FOO", 80)),
            await rig.DropAsync("BAR.html", Market.Page("BAR", 80)),
        };
        foreach (var document in documents)
            File.Delete(FileOf(rig, document.Sha256!));

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

    private static string FileOf(IngestionRig rig, string sha256) =>
        Path.Combine(rig.Database.Folder, "archive", sha256[..2], sha256[2..4], sha256 + ".bin");
}
