using CreamPie.Core.Archiving;
using CreamPie.Core.Archiving.Buckets;
using CreamPie.Core.Ingestion;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Reliability.Crashes;
using CreamPie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Archiving.Buckets;

/// <summary>Pulls and imports with the archive in a bucket that comes and goes.</summary>
public sealed class BucketIngestionTests
{
    private static readonly GeneratedMarket Market = new(80);

    [Theory, OnSqlite, OnPostgres]
    public async Task Bucket_lost_in_the_middle_of_a_pull_charges_nothing_and_the_pull_ends_when_it_is_back(DatabaseProvider provider)
    {
        await using var server = await S3Server.StartNewAsync();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 17, 12, 0, 0, TimeSpan.Zero));
        await using var rig = await IngestionRig.StartAsync(
            provider, services => services.AddSingleton<TimeProvider>(time), settings: _ => S3Server.Settings(server.Options()));
        var page = RawHttpServer.Answer(200, Market.Page("FOO", 80), "Content-Type: text/html; charset=utf-8");
        rig.Source.On("/quote/FOO/history/", async (stream, cancel) =>
        {
            await stream.WriteAsync(page.AsMemory(0, page.Length / 2), cancel);
            await server.KillAsync();
            await stream.WriteAsync(page.AsMemory(page.Length / 2), cancel);
        });
        await rig.TrackAsync("FOO");

        await Assert.ThrowsAsync<ArchiveAwayException>(rig.RunAsync);

        var cut = Assert.Single(await rig.DocumentsAsync());
        Assert.Equal(
            (DocumentState.Waiting, Reason.Outage, 0, 0, (string?)null), (cut.State, cut.Reason, cut.Attempts, cut.Crashes, cut.Sha256));
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Contains("cannot be reached", rig.Get<DiskSpaceGuard>().Paused, StringComparison.Ordinal);
        var refused = await rig.Get<Pipeline>().RunAsync(cut.Id, CancellationToken.None);
        Assert.StartsWith("No new work is started.", refused.Sentence, StringComparison.Ordinal);

        await server.StartAsync();
        rig.Serve("FOO", Market.Page("FOO", 80));
        await Eventually.SeeAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(6));
            return Task.FromResult(rig.Get<DiskSpaceGuard>().Paused is null ? "back" : null);
        });
        await rig.DueAsync();
        await rig.RunAsync();

        Assert.Equal(DocumentState.Loaded, Assert.Single(await rig.DocumentsAsync()).State);
        Assert.Empty(await EndState.FaultsAsync(rig.Database, "FOO", Market.Bars("FOO", 80), Market.Actions("FOO", 80)));
        Assert.Empty(await rig.Get<InvariantCheck>().ViolationsAsync(long.MaxValue, CancellationToken.None));
    }

    [Fact]
    public async Task Check_of_the_files_reports_no_damage_while_the_bucket_is_away()
    {
        await using var server = await S3Server.StartNewAsync();
        await using var rig = await IngestionRig.StartAsync(DatabaseProvider.Sqlite, settings: _ => S3Server.Settings(server.Options()));
        await rig.DropAsync("FOO.html", Market.Page("FOO", 80));
        await server.KillAsync();

        await Assert.ThrowsAsync<ArchiveAwayException>(
            () => rig.Get<InvariantCheck>().ViolationsAsync(long.MaxValue, CancellationToken.None));
        await Assert.ThrowsAsync<ArchiveAwayException>(() => rig.Get<ArchiveCleanup>().CleanUpAsync(CancellationToken.None));
        Assert.Equal(DocumentState.Loaded, Assert.Single(await rig.DocumentsAsync()).State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Pull_and_import_leave_no_file_on_the_node(DatabaseProvider provider)
    {
        await using var rig = await BucketRig.StartAsync(provider, inBucket: true);
        rig.Serve("FOO", Market.Page("FOO", 80));
        Assert.Equal(DocumentState.Loaded, (await rig.PullAsync(SourceName.YahooPage, "FOO")).State);
        Assert.Equal(DocumentState.Loaded, (await rig.DropAsync("BAR.html", Market.Page("BAR", 80))).State);

        Assert.DoesNotContain(
            Directory.EnumerateFileSystemEntries(rig.Database.Folder).Select(Path.GetFileName),
            name => !name!.StartsWith("creampie.db", StringComparison.Ordinal));
    }
}
