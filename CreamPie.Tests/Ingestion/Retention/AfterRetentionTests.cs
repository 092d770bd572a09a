using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion.DeadLetters;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Ingestion.Retention;
using CreamPie.Core.Ingestion.Running;
using CreamPie.Core.Loading.Replay;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Ingestion.Retention;

/// <summary>What goes on after bytes were given up: replays, retries, and the policy's next rounds.</summary>
public sealed class AfterRetentionTests
{
    /// <summary>By the ledger the file without bytes wins every day, but another wrote the bars.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Replay_takes_from_a_removed_document_the_days_that_others_wrote(DatabaseProvider provider)
    {
        await using var rig = await RemovedAsync(provider);
        await using var db = rig.Rig.Database.Open();
        var bars = await db.DailyBars.AsNoTracking().OrderBy(b => b.Date).ToListAsync();
        var removed = db.LoadLedger.Where(e => e.DocumentId == rig.Between.Id);
        var later = (await removed.SingleAsync()).CapturedAt.AddDays(30);
        await removed.ExecuteUpdateAsync(set => set.SetProperty(e => e.CapturedAt, later));
        await db.Stocks.ExecuteUpdateAsync(set => set.SetProperty(s => s.NeedsReplay, true));

        await rig.Get<ReplayService>().RunDueAsync(CancellationToken.None);

        Assert.False((await rig.Rig.StockAsync(RetentionRig.Symbol))!.NeedsReplay);
        Assert.Equal(
            bars.Select(b => (b.Date, b.Close, b.DocumentId, b.KnownSince)),
            (await db.DailyBars.AsNoTracking().OrderBy(b => b.Date).ToListAsync())
                .Select(b => (b.Date, b.Close, b.DocumentId, b.KnownSince)));
        Assert.Equal(bars.Select(b => b.Date), (await removed.AsNoTracking().SingleAsync()).MissingDays.Order());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Replay_that_read_bytes_before_they_went_is_read_again(DatabaseProvider provider)
    {
        await using var rig = await RetentionRig.StartAsync(provider);
        var stock = (await rig.Rig.StockAsync(RetentionRig.Symbol))!.Id;
        var (sets, replay, now) = (rig.Get<DocumentSetReader>(), rig.Get<StockReplay>(), rig.Get<TimeProvider>().Now());
        var before = await sets.ReadAsync(stock, arriving: null, CancellationToken.None);
        rig.Pass(401);
        Assert.Single(await rig.ApplyAsync());

        Assert.False(await replay.RunAsync(before!, now, CancellationToken.None));
        var after = await sets.ReadAsync(stock, arriving: null, CancellationToken.None);
        Assert.Equal(rig.Between.Id, Assert.Single(after!.Removed).Entry.DocumentId);
        Assert.True(await replay.RunAsync(after, now, CancellationToken.None));
    }

    /// <summary>As a rebuild makes of it.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Superseded_file_without_bytes_is_not_requeued(DatabaseProvider provider)
    {
        await using var rig = await RemovedAsync(provider);
        await using var db = rig.Rig.Database.Open();
        await db.Documents.Where(d => d.Id == rig.Between.Id || d.Id == rig.First.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.State, DocumentState.Superseded));

        Assert.Equal(
            1, await rig.Get<DeadLetterRetries>().RetryAllAsync(Caller.System, [rig.Between.Id, rig.First.Id], CancellationToken.None));

        Assert.Equal(DocumentState.Superseded, (await rig.Rig.DocumentAsync(rig.Between.Id)).State);
        Assert.False(DocumentState.Superseded.IsRequeueable(isFile: true, isRemoved: true));
    }

    /// <summary>Another node may have ended the round in the meantime.</summary>
    [Theory, OnSqlite]
    public async Task Round_of_another_day_begins_at_the_first_stock(DatabaseProvider provider)
    {
        await using var rig = await RetentionRig.StartAsync(provider);
        rig.Pass(401);
        rig.PassPerCall(TimeSpan.FromMinutes(2));
        Assert.False(await rig.Get<DocumentRetention>().RunAsync(CancellationToken.None));
        rig.PassPerCall(TimeSpan.Zero);
        await rig.DropRestatedAsync("20240115", "");
        rig.Pass(1);

        Assert.Equal([rig.Between.Id, rig.Last.Id], await rig.ApplyAsync());
    }

    private static async Task<RetentionRig> RemovedAsync(DatabaseProvider provider)
    {
        var rig = await RetentionRig.StartAsync(provider);
        rig.Pass(401);
        await rig.ApplyAsync();
        await rig.CleanUpAsync();
        return rig;
    }
}
