using CreamPie.Core.Archiving;
using CreamPie.Core.Ingestion;
using CreamPie.Core.Ingestion.Files;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Archiving;

/// <summary>A full or read-only disk stops new work before anything changes; work resumes by itself.</summary>
public class DiskSpaceGuardTests
{
    [Theory]
    [OnSqlite(true), OnSqlite(false), OnPostgres(true), OnPostgres(false)]
    public async Task Nothing_starts_while_the_disk_is_nearly_full_or_read_only(DatabaseProvider provider, bool isFull)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 17, 12, 0, 0, TimeSpan.Zero));
        await using var rig = await IngestionRig.StartAsync(provider, services => services.AddSingleton<TimeProvider>(time));
        var market = new GeneratedMarket(80);
        rig.Serve("FOO", market.Page("FOO", 80));
        await rig.TrackAsync("FOO");
        await rig.Get<Planner>().PlanDueAsync(CancellationToken.None);
        var before = Assert.Single(await rig.DocumentsAsync());
        var options = rig.Get<IOptions<StorageOptions>>().Value;
        var tmp = Path.Combine(options.Archive, "tmp");
        if (isFull)
            options.MinFreeMegabytes = 10_000_000;
        else
        {
            Directory.CreateDirectory(options.Archive);
            await File.WriteAllTextAsync(tmp, "in the way");
        }

        Assert.NotNull(rig.Get<DiskSpaceGuard>().Paused);
        Assert.StartsWith(
            "No new work is started.",
            (await rig.Get<Pipeline>().RunAsync(before.Id, CancellationToken.None)).Sentence, StringComparison.Ordinal);
        Assert.Empty(await rig.RunAsync());
        Assert.Equal(0, rig.Source.Connections);
        var after = Assert.Single(await rig.DocumentsAsync());
        Assert.Equal(
            (before.State, before.Token, before.Attempts, before.Change), (after.State, after.Token, after.Attempts, after.Change));

        if (isFull)
            options.MinFreeMegabytes = 0;
        else
            File.Delete(tmp);
        time.Advance(TimeSpan.FromSeconds(3));
        await rig.RunAsync();
        Assert.Equal(DocumentState.Loaded, Assert.Single(await rig.DocumentsAsync()).State);
    }

    [Fact]
    public async Task Drop_folder_is_untouched_while_the_disk_is_nearly_full()
    {
        await using var rig = await IngestionRig.StartAsync(DatabaseProvider.Sqlite);
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(rig.Database.Folder, "drop")).FullName, "FOO.html");
        await File.WriteAllBytesAsync(file, new GeneratedMarket(80).Page("FOO", 80));
        rig.Get<IOptions<StorageOptions>>().Value.MinFreeMegabytes = 10_000_000;

        await rig.Get<DropFolderScanner>().ScanAsync(CancellationToken.None);
        await rig.Get<DropFolderScanner>().ScanAsync(CancellationToken.None);

        Assert.True(File.Exists(file));
        Assert.Empty(await rig.DocumentsAsync());
    }
}
