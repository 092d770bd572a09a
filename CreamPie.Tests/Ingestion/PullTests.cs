using System.IO.Compression;
using System.Security.Cryptography;
using CreamPie.Core.Accounts;
using CreamPie.Core.Archiving;
using CreamPie.Core.Ingestion.DeadLetters;
using CreamPie.Core.Ingestion.Files;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Core.Tracking;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Ingestion;

public class PullTests
{
    private static byte[] TslaPage => RealData.Bytes("yahoo-pages", "2025-06-16_TSLA_svelte.html");

    [RealDataTheory, OnSqlite, OnPostgres]
    public async Task Tracking_TSLA_loads_its_whole_history_with_provenance(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        rig.Serve("TSLA", TslaPage);

        await rig.TrackAsync("TSLA");
        await rig.RunAsync();

        var bars = await rig.BarsAsync("TSLA");
        Assert.Equal(3_764, bars.Count);
        Assert.Equal((new DateOnly(2010, 6, 29), 1.592667), (bars[0].Date, bars[0].Close));
        Assert.Equal((new DateOnly(2025, 6, 13), 325.31), (bars[^1].Date, bars[^1].Close));
        Assert.All(bars, bar => Assert.True(bar.Final));
        Assert.Equal(
            [CorporateAction.Split(new(2020, 8, 31), 5, 1), CorporateAction.Split(new(2022, 8, 25), 3, 1)],
            await rig.ActionsAsync("TSLA"));
        var stock = await rig.StockAsync("TSLA");
        Assert.Equal(("USD", "America/New_York", StockStatus.Late), (stock!.Currency, stock.TimeZone, stock.Status));
        var document = Assert.Single(await rig.DocumentsAsync());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(TslaPage)), document.Sha256);
        Assert.Equal((DocumentState.Loaded, 200, TslaPage.LongLength), (document.State, document.HttpStatus, document.Bytes));
        Assert.Equal([document.Id], bars.Select(b => b.DocumentId).Distinct());
        Assert.Equal(document.Sha256, (await rig.Get<Archive>().ReadManifestAsync(document.Id, CancellationToken.None))!.Sha256);
    }

    [RealDataTheory, OnSqlite, OnPostgres]
    public async Task Second_pull_of_the_same_page_changes_nothing(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        rig.Serve("TSLA", TslaPage);
        await rig.TrackAsync("TSLA");
        await rig.RunAsync();
        var before = await rig.BarsAsync("TSLA");

        await rig.TrackAsync("TSLA");
        await rig.RunAsync();
        Assert.Single(await rig.DocumentsAsync());
        await rig.Get<ManualPulls>().RefreshAsync(Caller.System, Symbol.Parse("TSLA"), CancellationToken.None);
        await rig.RunAsync();

        Assert.Equal(2, (await rig.DocumentsAsync()).Count(d => d.State == DocumentState.Loaded));
        Assert.Equivalent(before, await rig.BarsAsync("TSLA"), strict: true);
        await using var db = rig.Database.Open();
        Assert.Equal(0, await db.BarRevisions.CountAsync() + await db.AdjustmentRevisions.CountAsync());
        Assert.Equal(2, await db.CorporateActions.CountAsync());
    }

    [RealDataTheory, OnSqlite]
    public async Task Compressed_answer_is_archived_as_received_and_loaded(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(TslaPage);
        rig.Serve("TSLA", packed.ToArray(), "Content-Encoding: gzip");

        await rig.TrackAsync("TSLA");
        await rig.RunAsync();

        Assert.Equal(3_764, (await rig.BarsAsync("TSLA")).Count);
        var document = Assert.Single(await rig.DocumentsAsync());
        Assert.Equal(("gzip", packed.ToArray().LongLength), (document.ContentEncoding, document.Bytes));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Unknown_symbol_is_a_dead_letter_and_stock_is_not_found(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);

        await rig.TrackAsync("NOSUCH");
        var result = Assert.Single(await rig.RunAsync());

        Assert.True(result.IsDeadLetter);
        var document = Assert.Single(await rig.DocumentsAsync());
        Assert.Equal((DocumentState.Dead, Reason.SymbolUnknown, 404), (document.State, document.Reason, document.HttpStatus));
        var stock = await rig.StockAsync("NOSUCH");
        Assert.Equal((StockStatus.NotFound, Outcome.Dead), (stock!.Status, stock.LastOutcome));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Server_error_waits_for_the_next_attempt(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        rig.Source.On("/quote/DOWN/history/", RawHttpServer.Answer(503, []));

        await rig.TrackAsync("DOWN");
        await rig.RunAsync();

        var document = Assert.Single(await rig.DocumentsAsync());
        Assert.Equal(
            (DocumentState.Waiting, Outcome.Retry, Reason.ServerError, 1),
            (document.State, document.Outcome, document.Reason, document.Attempts));
        Assert.True(document.NextAttempt > document.PlannedAt.AddSeconds(59));
        Assert.Equal(StockStatus.Waiting, (await rig.StockAsync("DOWN"))!.Status);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Host_answering_429_is_paused_for_all_stocks_uncharged(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        rig.Source.On("/quote/AAA/history/", RawHttpServer.Answer(429, [], "Retry-After: 600"));

        await rig.TrackAsync("AAA");
        await rig.RunAsync();
        await rig.TrackAsync("BBB");
        await rig.RunAsync();

        Assert.Equal(1, rig.Source.Connections);
        Assert.All(await rig.DocumentsAsync(), d =>
        {
            Assert.Equal((DocumentState.Waiting, 0), (d.State, d.Attempts));
            Assert.True(d.NextAttempt > d.PlannedAt.AddSeconds(540));
        });
    }

    [RealDataTheory, OnSqlite, OnPostgres]
    public async Task Page_of_another_symbol_stores_nothing(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        rig.Serve("AAPL", TslaPage);

        await rig.TrackAsync("AAPL");
        await rig.RunAsync();

        Assert.Equal(Reason.SymbolMismatch, Assert.Single(await rig.DocumentsAsync()).Reason);
        Assert.Empty(await rig.BarsAsync("AAPL"));
    }

    [RealDataTheory, OnSqlite, OnPostgres]
    public async Task Retried_dead_letter_is_read_from_the_archive_without_a_request(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        rig.Serve("AAPL", TslaPage);
        await rig.TrackAsync("AAPL");
        await rig.RunAsync();
        var document = Assert.Single(await rig.DocumentsAsync());

        Assert.Equal(RetryResult.Queued, await rig.Get<DeadLetterRetries>().RetryAsync(Caller.System, document.Id, CancellationToken.None));
        await rig.RunAsync();

        Assert.Equal(1, rig.Source.Connections);
        await using var db = rig.Database.Open();
        Assert.Equal(2, await db.Attempts.CountAsync(a => a.Reason == Reason.SymbolMismatch));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Untracked_stock_is_not_pulled(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        rig.Source.On("/quote/DOWN/history/", RawHttpServer.Answer(503, []));
        await rig.TrackAsync("DOWN");
        await rig.RunAsync();

        Assert.True(await rig.Get<Tracker>().UntrackAsync(Caller.System, Symbol.Parse("DOWN"), CancellationToken.None));
        await rig.RunAsync();

        Assert.Equal(DocumentState.Superseded, Assert.Single(await rig.DocumentsAsync()).State);
        Assert.Null(await rig.StockAsync("DOWN"));
    }

    [Fact]
    public async Task Analyst_may_track_but_not_untrack_refresh_import_or_retry()
    {
        await using var rig = await IngestionRig.StartAsync(DatabaseProvider.Sqlite);
        var analyst = new Caller("1", "ann", new HashSet<string> { Roles.Analyst });
        var symbol = Symbol.Parse("AAPL");

        await rig.Get<Tracker>().TrackAsync(analyst, symbol, CancellationToken.None);

        await Assert.ThrowsAsync<AccessDeniedException>(() => rig.Get<Tracker>().UntrackAsync(analyst, symbol, CancellationToken.None));
        await Assert.ThrowsAsync<AccessDeniedException>(() => rig.Get<ManualPulls>().RefreshAsync(analyst, symbol, CancellationToken.None));
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            rig.Get<FileImport>().ImportAsync(analyst, "A.csv", [1], CancellationToken.None));
        await Assert.ThrowsAsync<AccessDeniedException>(() => rig.Get<DeadLetterRetries>().RetryAsync(analyst, 1, CancellationToken.None));
    }
}
