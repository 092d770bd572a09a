using CreamPie.Core.Accounts;
using CreamPie.Core.Archiving;
using CreamPie.Core.Ingestion.DeadLetters;
using CreamPie.Core.Ingestion.Files;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Transitions;
using CreamPie.Tests.Archiving.Buckets;
using CreamPie.Tests.Reliability.Crashes;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Ingestion.Maintenance;

/// <summary>A flipped bit in an archived file: the damaged bytes are never loaded.</summary>
public class BitRotTests
{
    private static readonly GeneratedMarket Market = new(90);

    [Theory]
    [OnSqlite(false, false), OnSqlite(true, false), OnSqlite(true, true)]
    [OnPostgres(false, false), OnPostgres(true, false), OnPostgres(false, true)]
    public async Task Corrupt_pull_is_quarantined_keeps_its_bars_and_retry_refetches(
        DatabaseProvider provider, bool wasLoaded, bool inBucket)
    {
        await using var rig = await BucketRig.StartAsync(provider, inBucket);
        rig.Serve("FOO", Market.Page("FOO", 80));
        var good = await rig.PullAsync(SourceName.YahooPage, "FOO");
        Assert.Equal(DocumentState.Loaded, good.State);
        var bars = await rig.BarsAsync("FOO");

        // Damages the newest page, archived but not loaded, or the loaded page that the bars come from.
        rig.Serve("FOO", Market.Page("FOO", 90));
        var document = wasLoaded ? good : await ArchivedAsync(rig);
        await rig.FlipAsync(document.Sha256!);
        await using (var db = rig.Database.Open())
            await db.Documents
                .Where(d => d.Id == document.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.State, DocumentState.Archived));
        await rig.RunAsync();

        var damaged = await rig.DocumentAsync(document.Id);
        Assert.Equal((DocumentState.Quarantined, Reason.ArchiveCorrupt), (damaged.State, damaged.Reason));
        Assert.Equivalent(bars, await rig.BarsAsync("FOO"));

        var requests = rig.Source.Connections;
        Assert.Equal(RetryResult.Queued, await rig.Get<DeadLetterRetries>().RetryAsync(Caller.System, document.Id, CancellationToken.None));
        await rig.RunAsync();

        Assert.Equal(requests + 1, rig.Source.Connections);
        Assert.Equal(DocumentState.Superseded, (await rig.DocumentAsync(document.Id)).State);
        Assert.Equal(DocumentState.Loaded, (await rig.DocumentsAsync())[^1].State);
        Assert.Empty(await EndState.FaultsAsync(rig.Database, "FOO", Market.Bars("FOO", 90), Market.Actions("FOO", 90)));
        Assert.Empty(await rig.Get<InvariantCheck>().ViolationsAsync(long.MaxValue, CancellationToken.None));
    }

    [Theory, OnSqlite(false), OnSqlite(true), OnPostgres(false), OnPostgres(true)]
    public async Task Corrupt_dropped_file_is_quarantined_and_loads_when_dropped_again(DatabaseProvider provider, bool inBucket)
    {
        await using var rig = await BucketRig.StartAsync(provider, inBucket);
        var page = Market.Page("FOO", 80);
        var document = await rig.Get<FileImport>().ImportAsync(Caller.System, "FOO.html", page, CancellationToken.None);
        await rig.FlipAsync(document.Sha256!);
        await rig.RunAsync();
        var damaged = await rig.DocumentAsync(document.Id);
        Assert.Equal((DocumentState.Quarantined, Reason.ArchiveCorrupt), (damaged.State, damaged.Reason));
        Assert.Empty(await rig.BarsAsync("FOO"));

        Assert.Equal(
            (document.Id, DocumentState.Loaded),
            await rig.DropAsync("FOO.html", page) is var again ? (again.Id, again.State) : default);

        Assert.Equal(80, (await rig.BarsAsync("FOO")).Count);
        Assert.Empty(await rig.Get<InvariantCheck>().ViolationsAsync(long.MaxValue, CancellationToken.None));
    }

    [Theory, OnSqlite(false), OnSqlite(true), OnPostgres(false), OnPostgres(true)]
    public async Task Bytes_restored_from_a_backup_are_read_without_a_request(DatabaseProvider provider, bool inBucket)
    {
        await using var rig = await BucketRig.StartAsync(provider, inBucket);
        rig.Serve("FOO", Market.Page("FOO", 80));
        var document = await rig.PullAsync(SourceName.YahooPage, "FOO");
        await rig.FlipAsync(document.Sha256!);
        await using (var db = rig.Database.Open())
            await db.Documents.ExecuteUpdateAsync(set => set.SetProperty(d => d.State, DocumentState.Archived));
        await rig.RunAsync();
        Assert.Equal(Reason.ArchiveCorrupt, (await rig.DocumentAsync(document.Id)).Reason);
        var requests = rig.Source.Connections;

        await rig.FlipAsync(document.Sha256!);
        Assert.Equal(1, await rig.Get<DeadLetterRetries>().RetryAllAsync(Caller.System, [document.Id], CancellationToken.None));
        await rig.RunAsync();

        Assert.Equal(DocumentState.Loaded, Assert.Single(await rig.DocumentsAsync()).State);
        Assert.Equal(requests, rig.Source.Connections);
    }

    [Theory, OnSqlite(false), OnSqlite(true), OnPostgres(false), OnPostgres(true)]
    public async Task Damaged_manifest_is_set_aside_and_the_file_loads(DatabaseProvider provider, bool inBucket)
    {
        await using var rig = await BucketRig.StartAsync(provider, inBucket);
        var page = Market.Page("FOO", 80);
        var id = (await rig.Get<FileImport>().ImportAsync(Caller.System, "FOO.html", page, CancellationToken.None)).Id;
        await rig.Store().WriteAsync($"documents/{id}.json", "{\"id\": 1, \"sha2"u8.ToArray(), CancellationToken.None);

        Assert.Equal(
            (id, DocumentState.Loaded),
            await rig.DropAsync("FOO.html", page) is var document ? (document.Id, document.State) : default);

        Assert.NotNull(await rig.Store().ReadAsync($"documents/{id}.damaged", CancellationToken.None));
        Assert.Equal(document.Sha256, (await rig.Get<Archive>().ReadManifestAsync(id, CancellationToken.None))!.Sha256);
    }

    /// <summary>A document whose worker died between fetching and loading.</summary>
    private static async Task<Document> ArchivedAsync(IngestionRig rig)
    {
        var stock = (await rig.StockAsync("FOO"))!;
        var page = Market.Page("FOO", 90);
        var stored = await rig.Get<Archive>().StoreAsync(page, CancellationToken.None);
        var now = rig.Get<TimeProvider>().Now();
        await using var db = rig.Database.Open();
        var document = NewDocument.Pull(stock, SourceName.YahooPage, "test:archived", from: null, now);
        (document.State, document.Sha256, document.Bytes, document.KnownAt) = (DocumentState.Archived, stored.Sha256, stored.Bytes, now);
        db.Documents.Add(document);
        await db.SaveChangesAsync();
        return document;
    }
}
