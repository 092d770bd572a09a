using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion.DeadLetters;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Ingestion.Running;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Changes;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Tracking;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using static CreamPie.Tests.Querying.SeedData;

namespace CreamPie.Tests.Querying.Changes;

/// <summary>Which changes of the database are reported; ChangeListenerTests cover the listeners.</summary>
public sealed class ChangeFeedTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Every_pull_step_is_reported_with_symbol_and_document(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        using var recorder = await ListenAsync(rig.Database);
        rig.Serve("TSLA", "no history"u8.ToArray());

        await rig.TrackAsync("TSLA");
        Assert.Equal(["TSLA"], (await HearAsync(rig.Database, recorder)).Symbols);

        await rig.Get<Planner>().PlanDueAsync(CancellationToken.None);
        var pull = (await rig.DocumentsAsync()).Single().Id;
        await IsToldAsync();

        await using (var lease = await rig.Get<DocumentLeases>().TryAcquireAsync(pull, CancellationToken.None))
        {
            await IsToldAsync(DocumentState.Fetching);
            await rig.Get<DocumentLeases>().ReleaseAsync(lease!, nextAttempt: null, CancellationToken.None);
            await IsToldAsync(DocumentState.Waiting);
        }

        await rig.RunAsync();
        await IsToldAsync(DocumentState.Quarantined);

        await rig.Get<DeadLetterRetries>().RetryAsync(Caller.System, pull, CancellationToken.None);
        await IsToldAsync(DocumentState.Archived);

        await rig.Get<Supersession>().SupersedeAsync(Caller.System, pull, CancellationToken.None);
        await IsToldAsync(DocumentState.Superseded);

        async Task IsToldAsync(DocumentState state = DocumentState.Planned)
        {
            Assert.Equal(state, (await rig.DocumentAsync(pull)).State);
            var changes = await HearAsync(rig.Database, recorder);
            Assert.Equal(["TSLA"], changes.Symbols);
            Assert.Equal([pull], changes.Documents);
            Assert.False(changes.IsIncomplete);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Loads_and_status_changes_are_reported(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        using var recorder = await ListenAsync(rig.Database);

        var document = await rig.DropAsync(
            "TSLA.csv", "Date,Open,High,Low,Close,Adj Close,Volume\n2024-01-02,1,1,1,1,1,1\n2024-01-03,1,1,1,1,1,1\n"u8.ToArray());
        Assert.Equal(DocumentState.Loaded, document.State);
        var loaded = await HearAsync(rig.Database, recorder);
        Assert.Equal(["TSLA"], loaded.Symbols);
        Assert.Equal([document.Id], loaded.Documents);

        foreach (var status in Enum.GetValues<StockStatus>())
        {
            await SetStatusAsync(rig.Database, "TSLA", status);
            Assert.Equal(["TSLA"], (await HearAsync(rig.Database, recorder)).Symbols);
        }

        await rig.TrackAsync("TSLA");
        await rig.Get<Tracker>().UntrackAsync(Caller.System, Symbol.Parse("TSLA"), CancellationToken.None);
        var untracked = await HearAsync(rig.Database, recorder);
        Assert.Equal(["TSLA"], untracked.Symbols);
        Assert.False(untracked.IsIncomplete);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Leases_heartbeats_and_dispatches_are_not_reported(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.AddAsync(NewDocument(1, "BUSY", state: DocumentState.Fetching), Tracked("MARK"));
        using var recorder = await ListenAsync(database);

        await using (var db = database.Open())
            await db.Documents.ExecuteUpdateAsync(set => set
                .SetProperty(d => d.LeaseUntil, d => d.PlannedAt)
                .SetProperty(d => d.LeaseOwner, "me")
                .SetProperty(d => d.DispatchedAt, d => d.PlannedAt)
                .SetProperty(d => d.Token, d => d.Token + 1)
                .SetProperty(d => d.Attempts, d => d.Attempts + 1));
        await database.Get<ChangeFeed>().PollAsync(CancellationToken.None);

        await SetStatusAsync(database, "MARK", StockStatus.Paused);
        var changes = await HearAsync(database, recorder);
        Assert.Equal(["MARK"], changes.Symbols);
        Assert.Empty(changes.Documents);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Change_by_another_program_is_reported_once(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.AddAsync(Tracked("AAPL"), Tracked("MARK"));
        using var recorder = await ListenAsync(database);

        await using (var other = await OtherProgramAsync(database))
        {
            await using var command = other.CreateCommand();
            command.CommandText = "update stock set status = 'Paused' where symbol = 'AAPL'";
            await command.ExecuteNonQueryAsync();
        }
        Assert.Equal(["AAPL"], (await HearAsync(database, recorder)).Symbols);

        await SetStatusAsync(database, "MARK", StockStatus.Paused);
        Assert.Equal(["MARK"], (await HearAsync(database, recorder)).Symbols);
    }

    [Theory, OnPostgres]
    public async Task Change_committed_after_a_poll_is_still_reported(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.AddAsync(Tracked("LATE"), Tracked("MARK"));
        using var recorder = await ListenAsync(database);

        await using (var db = database.Open())
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            await db.Stocks.Where(s => s.Symbol == "LATE").ExecuteUpdateAsync(set => set.SetProperty(s => s.Status, StockStatus.Paused));
            await SetStatusAsync(database, "MARK", StockStatus.Paused);
            Assert.Equal(["MARK"], (await HearAsync(database, recorder)).Symbols);
            await transaction.CommitAsync();
        }

        Assert.Equal(["LATE"], (await HearAsync(database, recorder)).Symbols);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Untracked_stock_is_reported_and_no_later_change_is_lost(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.AddAsync(Tracked("STAYS"), Tracked("GOES"));
        using var recorder = await ListenAsync(database);

        Assert.True(await database.Get<Tracker>().UntrackAsync(Caller.System, Symbol.Parse("GOES"), CancellationToken.None));
        await SetStatusAsync(database, "STAYS", StockStatus.Paused);
        Assert.True((await HearAsync(database, recorder)).IsIncomplete);

        await SetStatusAsync(database, "STAYS", StockStatus.Pending);
        var next = await HearAsync(database, recorder);
        Assert.Equal(["STAYS"], next.Symbols);
        Assert.False(next.IsIncomplete);
    }

    /// <summary>A recorder past the first poll, which is always incomplete.</summary>
    private static async Task<ChangeRecorder> ListenAsync(TestDatabase database)
    {
        var recorder = new ChangeRecorder(database.Get<ChangeFeed>());
        Assert.True((await HearAsync(database, recorder)).IsIncomplete);
        return recorder;
    }

    private static async Task<ChangeSet> HearAsync(TestDatabase database, ChangeRecorder recorder)
    {
        await database.Get<ChangeFeed>().PollAsync(CancellationToken.None);
        return await recorder.NextAsync();
    }

    private static async Task SetStatusAsync(TestDatabase database, string symbol, StockStatus status)
    {
        await using var db = database.Open();
        await db.Stocks.Where(s => s.Symbol == symbol).ExecuteUpdateAsync(set => set.SetProperty(s => s.Status, status));
    }

    private static async Task<System.Data.Common.DbConnection> OtherProgramAsync(TestDatabase database)
    {
        System.Data.Common.DbConnection connection = database.ConnectionString is { } postgres
            ? new NpgsqlConnection(postgres + ";Pooling=false")
            : new SqliteConnection($"Data Source={SqliteFile(database)};Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    private static string SqliteFile(TestDatabase database)
    {
        using var db = database.Open();
        return new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource;
    }
}
