using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion;
using CreamPie.Core.Ingestion.DeadLetters;
using CreamPie.Core.Ingestion.Dispatching;
using CreamPie.Core.Ingestion.Files;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Ingestion.Running;

/// <summary>Superseded, killed or refused work resumes or ends as a visible dead letter, and blocks nothing else.</summary>
public class RecoveryTests
{
    private static readonly byte[] OneBar = "Date,Open,High,Low,Close,Adj Close,Volume\n2024-01-02,1,2,1,2,2,100\n"u8.ToArray();

    private static byte[] TslaPage => RealData.Bytes("yahoo-pages", "2025-06-16_TSLA_svelte.html");

    [Theory, OnSqlite, OnPostgres]
    public async Task Superseded_pull_does_not_block_other_stocks(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        await rig.TrackAsync("AAA");
        await rig.Get<Planner>().PlanDueAsync(CancellationToken.None);
        Assert.True(await rig.Get<Supersession>().SupersedeAsync(
            Caller.System, (await rig.DocumentsAsync()).Single().Id, CancellationToken.None));

        await rig.TrackAsync("BBB");
        await rig.Get<Sweeper>().SweepAsync(CancellationToken.None);

        Assert.Equal(["AAA", "BBB"], (await rig.DocumentsAsync()).Select(d => d.Symbol));
        Assert.True((await rig.StockAsync("AAA"))!.NextDue > DateTime.UnixEpoch);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Superseding_a_document_ends_its_open_attempt(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        await rig.TrackAsync("AAA");
        await rig.Get<Planner>().PlanDueAsync(CancellationToken.None);
        var id = (await rig.DocumentsAsync()).Single().Id;
        var started = rig.Get<TimeProvider>().Now();
        await rig.Database.AddAsync(new Attempt { DocumentId = id, N = 1, Started = started });

        Assert.True(await rig.Get<Supersession>().SupersedeAsync(Caller.System, id, CancellationToken.None));

        await using var db = rig.Database.Open();
        var attempt = await db.Attempts.SingleAsync();
        Assert.NotNull(attempt.Ended);
        Assert.Null(attempt.Outcome);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Due_session_planned_before_is_not_planned_again(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        await rig.TrackAsync("AAA");
        await rig.Get<Planner>().PlanDueAsync(CancellationToken.None);
        var due = (await rig.StockAsync("AAA"))!.NextDue;
        await using (var db = rig.Database.Open())
            await db.Documents.ExecuteUpdateAsync(set => set.SetProperty(d => d.State, DocumentState.Superseded));

        await rig.Get<Planner>().PlanDueAsync(CancellationToken.None);

        Assert.Single(await rig.DocumentsAsync());
        Assert.True((await rig.StockAsync("AAA"))!.NextDue > due);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Superseded_file_is_loaded_when_dropped_again(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var document = await rig.Get<FileImport>().ImportAsync(Caller.System, "F.csv", OneBar, CancellationToken.None);
        await rig.Get<Supersession>().SupersedeAsync(Caller.System, document.Id, CancellationToken.None);

        Assert.Equal(DocumentState.Loaded, (await rig.DropAsync("F.csv", OneBar)).State);
    }

    [RealDataTheory, OnSqlite]
    public async Task Unknown_days_with_good_pulls_between_are_no_delisting(DatabaseProvider provider)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2025, 6, 16, 12, 0, 0, TimeSpan.Zero));
        await using var rig = await IngestionRig.StartAsync(provider, services => services.AddSingleton<TimeProvider>(time));
        await rig.TrackAsync("TSLA");
        for (var day = 0; day < 3; day++)
        {
            rig.Serve("TSLA", TslaPage);
            await RefreshAsync(rig);
            rig.Source.On("/quote/TSLA/history/", RawHttpServer.Answer(404, []));
            time.Advance(TimeSpan.FromDays(30));
            await RefreshAsync(rig);
        }

        var stock = await rig.StockAsync("TSLA");
        Assert.Equal(StockStatus.NotFound, stock!.Status);
        Assert.NotNull(stock.NextDue);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Unfinished_last_attempt_is_given_up_for_the_previous_reason(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        await rig.TrackAsync("AAA");
        await rig.Get<Planner>().PlanDueAsync(CancellationToken.None);
        await using (var db = rig.Database.Open())
            await db.Documents.ExecuteUpdateAsync(set => set
                .SetProperty(d => d.State, DocumentState.Fetching)
                .SetProperty(d => d.Attempts, 5)
                .SetProperty(d => d.Reason, Reason.ServerError)
                .SetProperty(d => d.Error, "HTTP 503.")
                .SetProperty(d => d.LeaseOwner, "dead")
                .SetProperty(d => d.LeaseUntil, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc)));

        await rig.RunAsync();

        var document = Assert.Single(await rig.DocumentsAsync());
        Assert.Equal(
            (DocumentState.Dead, Outcome.Dead, Reason.ServerError),
            (document.State, document.Outcome!.Value, document.Reason!.Value));
        Assert.Equal("Given up after 5 attempts; the last one never finished. Before it: HTTP 503.", document.Error);
        Assert.Equal(0, rig.Source.Connections);
    }

    [RealDataTheory, OnSqlite, OnPostgres]
    public async Task Consent_page_with_status_200_pauses_its_host(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        rig.Serve("AAA", RealData.Bytes("yahoo-not-history", "2023-05-08_eu-consent_collectConsent.html"));
        await rig.TrackAsync("AAA");
        await rig.RunAsync();

        await rig.TrackAsync("BBB");
        await rig.RunAsync();

        Assert.Equal(1, rig.Source.Connections);
        var documents = await rig.DocumentsAsync();
        Assert.Equal(Reason.Consent, documents[0].Reason);
        Assert.Equal(DocumentState.Waiting, documents[1].State);
    }

    [RealDataTheory, OnSqlite, OnPostgres]
    public async Task Unwritable_archive_makes_the_pull_wait_without_exposing_a_path(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        rig.Serve("TSLA", TslaPage);
        await rig.TrackAsync("TSLA");
        var archive = Directory.CreateDirectory(Path.Combine(rig.Database.Folder, "archive"));
        await File.WriteAllTextAsync(Path.Combine(archive.FullName, "documents"), "in the way");

        await Assert.ThrowsAnyAsync<IOException>(rig.RunAsync);

        var document = Assert.Single(await rig.DocumentsAsync());
        Assert.Equal(
            (DocumentState.Waiting, Outcome.Retry, null, 0, 0),
            (document.State, document.Outcome, document.Sha256, document.Attempts, document.Crashes));
        Assert.DoesNotContain(rig.Database.Folder, document.Error, StringComparison.Ordinal);
        await using var db = rig.Database.Open();
        Assert.Equal(document.Error, (await db.Attempts.SingleAsync()).Error);
    }

    [PostgresFact]
    public async Task Connection_lost_during_a_load_loses_nothing()
    {
        await using var rig = await IngestionRig.StartAsync(DatabaseProvider.Postgres);
        await rig.TrackAsync("F");
        var document = await rig.Get<FileImport>().ImportAsync(Caller.System, "F.csv", OneBar, CancellationToken.None);
        await using var holder = rig.Database.Open();
        await using var transaction = await holder.Database.BeginTransactionAsync();
        await holder.Database.ExecuteSqlAsync($"select 1 from stock for update");

        var run = rig.Get<Pipeline>().RunAsync(document.Id, CancellationToken.None);
        await using (var killer = rig.Database.Open())
        {
            await Eventually.SeeAsync(async () => await killer.Database
                .SqlQuery<bool>(
                    $"""
                    select pg_terminate_backend(pid) as "Value" from pg_stat_activity
                    where wait_event_type = 'Lock' and datname = current_database()
                    """)
                .AnyAsync() ? "killed" : null);
        }
        await transaction.CommitAsync();
        await run;

        Assert.Equal(DocumentState.Loaded, (await rig.DocumentAsync(document.Id)).State);
        Assert.Single(await rig.BarsAsync("F"));
    }

    private static async Task RefreshAsync(IngestionRig rig)
    {
        await rig.Get<ManualPulls>().RefreshAsync(Caller.System, Symbol.Parse("TSLA"), CancellationToken.None);
        await rig.RunAsync();
    }
}
