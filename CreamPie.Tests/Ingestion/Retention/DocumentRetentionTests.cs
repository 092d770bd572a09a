using CreamPie.Core.Archiving;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Ingestion.Retention;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Archiving.Buckets;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Ingestion.Retention;

/// <summary>Bytes that the policy gives up, and what stays of their documents.</summary>
public sealed class DocumentRetentionTests
{
    [Theory, OnSqlite(false), OnSqlite(true), OnPostgres(false), OnPostgres(true)]
    public async Task Only_what_no_number_refers_to_goes_and_says_so(DatabaseProvider provider, bool inBucket)
    {
        await using var rig = await RetentionRig.StartAsync(provider, inBucket);
        var bars = await rig.Rig.BarsAsync(RetentionRig.Symbol);

        rig.Pass(399);
        Assert.Empty(await rig.ApplyAsync());
        rig.Pass(2);
        Assert.Equal([rig.Between.Id], await rig.ApplyAsync());

        var removed = await rig.Rig.DocumentAsync(rig.Between.Id);
        Assert.Equal((DocumentState.Loaded, 400), (removed.State, removed.KeptDays));
        Assert.Contains("kept for 400 days", removed.BytesRemoved, StringComparison.Ordinal);
        var manifest = await rig.Get<Archive>().ReadManifestAsync(removed.Id, CancellationToken.None);
        Assert.Equal((removed.BytesRemovedAt, 400, removed.Sha256), (manifest!.BytesRemovedAt, manifest.KeptDays, manifest.Sha256));
        await using (var db = rig.Rig.Database.Open())
        {
            var entry = await db.AuditEntries.SingleAsync(e => e.Action == AuditAction.DataDecision && e.Target == RetentionRig.Symbol);
            Assert.Contains("retention policy", entry.Detail, StringComparison.Ordinal);
        }

        await rig.CleanUpAsync();
        Assert.False(await rig.Rig.HasFileAsync(rig.Between.Sha256!));
        await Assert.ThrowsAsync<ArchiveCorruptException>(() => rig.Get<Archive>().ReadAsync(rig.Between.Sha256!, CancellationToken.None));
        Assert.True(await rig.Rig.HasFileAsync(rig.First.Sha256!));
        Assert.True(await rig.Rig.HasFileAsync(rig.Last.Sha256!));
        Assert.Equal(DocumentState.Loaded, (await rig.Rig.DocumentAsync(rig.Between.Id)).State);
        Assert.Empty(await rig.Get<InvariantCheck>().ViolationsAsync(long.MaxValue, CancellationToken.None));
        Assert.Equal(bars.Select(b => (b.Date, b.Close)), (await rig.Rig.BarsAsync(RetentionRig.Symbol)).Select(b => (b.Date, b.Close)));
        Assert.Equal([rig.Between.Id], await rig.ApplyAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Stock_judged_anew_without_the_bytes_serves_the_same(DatabaseProvider provider)
    {
        await using var rig = await RetentionRig.StartAsync(provider);
        rig.Pass(401);
        await rig.ApplyAsync();
        await rig.CleanUpAsync();
        await using var db = rig.Rig.Database.Open();
        var bars = await db.DailyBars.AsNoTracking().OrderBy(b => b.Date).ToListAsync();
        var ledger = await db.LoadLedger.AsNoTracking().OrderBy(e => e.DocumentId).Select(e => e.DocumentId).ToListAsync();
        await db.Stocks.ExecuteUpdateAsync(set => set.SetProperty(s => s.NeedsReplay, true));

        await rig.Get<ReplayService>().RunDueAsync(CancellationToken.None);

        Assert.False((await rig.Rig.StockAsync(RetentionRig.Symbol))!.NeedsReplay);
        var now = await db.DailyBars.AsNoTracking().OrderBy(b => b.Date).ToListAsync();
        Assert.Equal(
            bars.Select(b => (b.Date, b.Close, b.DocumentId, b.KnownSince)),
            now.Select(b => (b.Date, b.Close, b.DocumentId, b.KnownSince)));
        Assert.Equal(ledger, await db.LoadLedger.OrderBy(e => e.DocumentId).Select(e => e.DocumentId).ToListAsync());
        Assert.Empty(await db.BarRevisions.ToListAsync());
        Assert.Empty(await db.Findings.Where(f => f.DocumentId == rig.Between.Id).ToListAsync());
    }

    /// <summary>The third file has the bytes of the second, which nothing refers to.</summary>
    [Theory, OnSqlite(false), OnSqlite(true), OnPostgres(false)]
    public async Task Bytes_that_another_document_has_too_stay(DatabaseProvider provider, bool compressed)
    {
        await using var rig = await RetentionRig.StartAsync(provider, same: true);
        Assert.Equal(rig.Between.Sha256, rig.Last.Sha256);
        rig.Pass(401);
        if (compressed)
            await rig.Get<ArchiveRecompression>().RunAsync(CancellationToken.None);

        var removed = Assert.Single(await rig.ApplyAsync());
        await rig.CleanUpAsync();

        Assert.Contains(removed, (int[])[rig.Between.Id, rig.Last.Id]);
        Assert.True(await rig.Get<Archive>().IsWholeAsync(rig.Last.Sha256!, CancellationToken.None));
        Assert.Empty(await rig.Get<InvariantCheck>().ViolationsAsync(long.MaxValue, CancellationToken.None));
    }

    [Theory, OnSqlite]
    public async Task Two_documents_with_the_same_bytes_have_one_file_also_when_it_is_compressed(DatabaseProvider provider)
    {
        await using var rig = await RetentionRig.StartAsync(provider);
        rig.Pass(31);
        await rig.Get<ArchiveRecompression>().RunAsync(CancellationToken.None);

        var again = await rig.DropAsync("20240115", "\n");

        Assert.Equal((rig.Between.Sha256, DocumentState.Loaded), (again.Sha256, again.State));
        Assert.NotEqual(rig.Between.Id, again.Id);
        var files = await rig.Get<IArchiveStore>().ListAsync(again.Sha256![..2], CancellationToken.None)
            .Where(f => f.Name.Contains(again.Sha256!, StringComparison.Ordinal)).ToListAsync();
        Assert.Equal(FileName.Of(again.Sha256!), Assert.Single(files).Name.Replace(".br", "", StringComparison.Ordinal));
    }

    /// <summary>A process that died after the manifest: the row decides, and the next run finishes.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Removal_that_ended_after_the_manifest_is_finished(DatabaseProvider provider)
    {
        await using var rig = await RetentionRig.StartAsync(provider);
        rig.Pass(401);
        var manifest = await rig.Get<Archive>().ReadManifestAsync(rig.Between.Id, CancellationToken.None);
        await rig.Get<Archive>().WriteManifestAsync(
            manifest! with { BytesRemovedAt = DateTime.UnixEpoch, KeptDays = 400 }, CancellationToken.None);
        await rig.CleanUpAsync();
        Assert.True(await rig.Rig.HasFileAsync(rig.Between.Sha256!));

        Assert.Equal([rig.Between.Id], await rig.ApplyAsync());

        await rig.CleanUpAsync();
        Assert.False(await rig.Rig.HasFileAsync(rig.Between.Sha256!));
    }

    [Theory, OnSqlite]
    public async Task Nothing_goes_by_default(DatabaseProvider provider)
    {
        await using var rig = await RetentionRig.StartAsync(provider, days: "0");
        rig.Pass(20_000);

        Assert.False(rig.Get<DocumentRetention>().IsOn);
        Assert.Empty(await rig.ApplyAsync());
    }

    [Theory, InlineData("29"), InlineData("-1"), InlineData("36501")]
    public async Task Days_out_of_range_are_refused_by_name(string days)
    {
        var fault = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var rig = await RetentionRig.StartAsync(DatabaseProvider.Sqlite, days: days);
            _ = rig.Get<DocumentRetention>().IsOn;
        });

        Assert.Contains("Retention__DropFolder__Days must be 0 (for ever), or 30 to 36500.", fault.ToString(), StringComparison.Ordinal);
    }
}
