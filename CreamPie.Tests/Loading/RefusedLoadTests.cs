using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion;
using CreamPie.Core.Ingestion.Files;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Reliability.Crashes;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Loading;

/// <summary>The database really refuses a load: deadlock, serialisation failure, duplicate key, read-only, full.</summary>
public class RefusedLoadTests
{
    private const int Sessions = 600;
    private const string Reset = "PRAGMA query_only=0; PRAGMA max_page_count=1073741823;";

    private static readonly GeneratedMarket Generated = new(Sessions);
    private static readonly byte[] Earlier = Generated.Page("FOO", 100);
    private static readonly byte[] Later = Generated.Page("FOO", Sessions);

    [PostgresFact]
    public async Task Deadlocked_load_is_retried_and_applied_once()
    {
        var faults = new FaultyContexts();
        await using var rig = await StartAsync(DatabaseProvider.Postgres, faults);
        await rig.DropAsync("FOO_1.html", Earlier);
        await using var rival = rig.Database.Open();
        await using var transaction = await rival.Database.BeginTransactionAsync();
        // The rival waits for an hour, so the load detects the deadlock and gives way.
        await rival.Database.ExecuteSqlAsync($"set local deadlock_timeout = '1h'");
        await rival.Database.ExecuteSqlAsync($"update daily_bar set volume = volume");

        faults.Statement = "select 1";
        var loading = rig.DropAsync("FOO_2.html", Later);
        await LoadWaitsAsync(rig);
        await rival.Database.ExecuteSqlAsync($"select 1 from stock for update");
        await transaction.CommitAsync();

        var document = await loading;
        Assert.Equal(2, faults.Times);
        await LoadedOnceAsync(rig, document);
    }

    [PostgresFact]
    public async Task Load_with_a_serialisation_failure_is_retried_and_applied_once()
    {
        var faults = new FaultyContexts();
        await using var rig = await StartAsync(DatabaseProvider.Postgres, faults);
        await rig.DropAsync("FOO_1.html", Earlier);
        await using var rival = rig.Database.Open();
        await using var transaction = await rival.Database.BeginTransactionAsync();
        await rival.Database.ExecuteSqlAsync($"update daily_bar set volume = volume");

        // The first attempt's snapshot predates the rival's commit; the second attempt's does not.
        faults.Statement = "select 1";
        faults.Isolation = System.Data.IsolationLevel.RepeatableRead;
        var loading = rig.DropAsync("FOO_2.html", Later);
        await LoadWaitsAsync(rig);
        await transaction.CommitAsync();

        var document = await loading;
        Assert.Equal(2, faults.Times);
        await LoadedOnceAsync(rig, document);
    }

    [PostgresFact]
    public async Task Load_with_a_duplicate_key_is_retried_and_applied_once()
    {
        var faults = new FaultyContexts();
        await using var rig = await StartAsync(DatabaseProvider.Postgres, faults);
        await rig.DropAsync("FOO_1.html", Earlier);
        await using var rival = rig.Database.Open();
        await using var transaction = await rival.Database.BeginTransactionAsync();
        var day = Generated.Bars("FOO", Sessions)[^2];
        var known = (await rig.BarsAsync("FOO"))[^1];
        rival.Add(new CreamPie.Core.Storage.Tables.Series.DailyBarRow
        {
            StockId = known.StockId,
            Source = known.Source,
            Date = day.Date,
            Open = day.Open,
            High = day.High,
            Low = day.Low,
            Close = day.Close,
            AdjClose = day.AdjClose,
            Volume = day.Volume,
            Final = true,
            BasisDate = known.BasisDate,
            DocumentId = known.DocumentId,
            KnownSince = known.KnownSince,
        });
        await rival.SaveChangesAsync();

        faults.Statement = "select 1";
        var loading = rig.DropAsync("FOO_2.html", Later);
        await LoadWaitsAsync(rig);
        await transaction.CommitAsync();

        var document = await loading;
        Assert.Equal(2, faults.Times);
        await LoadedOnceAsync(rig, document);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Repeated_days_in_a_document_are_loaded_once(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        const string Head = "Date,Open,High,Low,Close,Adj Close,Volume\n";
        const string First = "2024-01-02,1,2,1,2,2,100\n", Second = "2024-01-03,2,3,2,3,3,100\n", Third = "2024-01-04,3,4,3,4,4,100\n";

        var document = await rig.DropAsync(
            "FOO.csv", System.Text.Encoding.ASCII.GetBytes(Head + Third + First + Second + First + Third + First));

        Assert.Equal(DocumentState.Loaded, document.State);
        Assert.Equal([2, 3, 4], (await rig.BarsAsync("FOO")).Select(b => b.Close));
        await using var db = rig.Database.Open();
        Assert.Equal((1, 3), (await db.LoadLedger.CountAsync(), await db.LoadLedger.SumAsync(e => e.Rows)));
    }

    [Theory]
    [OnSqlite("PRAGMA query_only=1"), OnSqlite("PRAGMA max_page_count=1"), OnPostgres("set transaction read only")]
    public async Task Read_only_or_full_database_costs_no_attempt_and_loading_resumes(
        DatabaseProvider provider, string statement)
    {
        var faults = new FaultyContexts();
        await using var rig = await StartAsync(provider, faults);
        await rig.DropAsync("FOO_1.html", Earlier);
        var before = await rig.BarsAsync("FOO");
        faults.Undo = provider == DatabaseProvider.Sqlite ? Reset : null;
        faults.Statement = statement;

        var document = await rig.Get<FileImport>().ImportAsync(Caller.System, "FOO_2.html", Later, CancellationToken.None);
        await Assert.ThrowsAnyAsync<Exception>(rig.RunAsync);

        Assert.Equal(1, faults.Times);
        document = await rig.DocumentAsync(document.Id);
        Assert.Equal((DocumentState.Archived, Outcome.Retry, Reason.Outage), (document.State, document.Outcome, document.Reason));
        Assert.Equal((0, 0, null), (document.Attempts, document.Crashes, document.LeaseOwner));
        Assert.Equivalent(before, await rig.BarsAsync("FOO"));

        faults.Statement = null;
        await rig.DueAsync();
        await rig.RunAsync();
        await LoadedOnceAsync(rig, await rig.DocumentAsync(document.Id));
    }

    /// <summary>While the database is read-only no document is leased, and a failed lease counts as no attempt.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Read_only_database_starts_no_attempt_and_work_resumes(DatabaseProvider provider)
    {
        var faults = new FaultyContexts();
        await using var rig = await StartAsync(provider, faults);
        var document = await rig.Get<FileImport>().ImportAsync(Caller.System, "FOO_2.html", Later, CancellationToken.None);
        faults.Undo = provider == DatabaseProvider.Sqlite ? "PRAGMA query_only=1" : "set default_transaction_read_only = on";

        var fault = await Assert.ThrowsAnyAsync<Exception>(() => rig.Get<Pipeline>().RunAsync(document.Id, CancellationToken.None));
        Assert.True(TransientFaults.IsOutage(fault), fault.ToString());
        faults.Undo = provider == DatabaseProvider.Sqlite ? Reset : "set default_transaction_read_only = off";

        document = await rig.DocumentAsync(document.Id);
        Assert.Equal((DocumentState.Archived, 0L, 0), (document.State, document.Token, document.Attempts));
        await rig.RunAsync();
        await LoadedOnceAsync(rig, await rig.DocumentAsync(document.Id));
    }

    private static Task<IngestionRig> StartAsync(DatabaseProvider provider, FaultyContexts faults) =>
        IngestionRig.StartAsync(provider, services =>
        {
            services.ConfigureDbContext<PostgresCreamPieDbContext>(o => o.AddInterceptors(faults));
            services.ConfigureDbContext<SqliteCreamPieDbContext>(o => o.AddInterceptors(faults));
        });

    private static async Task LoadWaitsAsync(IngestionRig rig)
    {
        await using var db = rig.Database.Open();
        await Eventually.SeeAsync(async () => await db.Database
            .SqlQuery<int>($"select pid as \"Value\" from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()")
            .AnyAsync() ? "waits" : null);
    }

    private static async Task LoadedOnceAsync(IngestionRig rig, Document document)
    {
        Assert.Equal((DocumentState.Loaded, 1, 0), (document.State, document.Attempts, document.Crashes));
        await using var db = rig.Database.Open();
        Assert.Equal(1, await db.LoadLedger.CountAsync(e => e.DocumentId == document.Id));
        Assert.Empty(await EndState.FaultsAsync(rig.Database, "FOO", Generated.Bars("FOO", Sessions), Generated.Actions("FOO", Sessions)));
        Assert.Empty(await EndState.RepeatedNotesAsync(rig.Database));
        Assert.Empty(await rig.Get<InvariantCheck>().ViolationsAsync(long.MaxValue, CancellationToken.None));
    }
}
