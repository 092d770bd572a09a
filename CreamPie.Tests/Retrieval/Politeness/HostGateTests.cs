using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Retrieval.Politeness;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace CreamPie.Tests.Retrieval.Politeness;

public sealed partial class HostGateTests
{
    private const string Host = "finance.yahoo.com";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2025, 6, 16, 10, 0, 0, TimeSpan.Zero));

    private DateTime Now => _time.Now();

    [Fact]
    public async Task Delay_separates_two_requests()
    {
        await using var database = await SqliteAsync();
        var gate = database.Get<HostGate>();
        var first = await TakeAsync(gate);
        _time.Advance(TimeSpan.FromSeconds(5));
        await gate.ReleaseAsync(Host, first, success: true, CancellationToken.None);

        var busy = await RefusedAsync(gate);
        Assert.Equal(Now.AddSeconds(2), busy.Until);
        _time.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromMilliseconds(1));
        await RefusedAsync(gate);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(first + 1, await TakeAsync(gate));
    }

    [Fact]
    public async Task Request_in_flight_blocks_all_others()
    {
        await using var database = await SqliteAsync();
        var gate = database.Get<HostGate>();
        await TakeAsync(gate);

        var busy = await RefusedAsync(gate);
        Assert.Contains("in flight", busy.Why, StringComparison.Ordinal);
        Assert.Equal(Now.AddSeconds(2), busy.Until);
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(Now.AddSeconds(2), (await RefusedAsync(gate)).Until);
        _time.Advance(TimeSpan.FromSeconds(19));
        Assert.Equal(Now.AddSeconds(1), (await RefusedAsync(gate)).Until);
    }

    [Fact]
    public async Task Dead_holder_loses_the_gate_and_its_token()
    {
        await using var database = await SqliteAsync();
        var gate = database.Get<HostGate>();
        var dead = await TakeAsync(gate);
        _time.Advance(TimeSpan.FromSeconds(40));
        var alive = await TakeAsync(gate);

        await gate.ReleaseAsync(Host, dead, success: true, CancellationToken.None);

        var row = await RowAsync(database);
        Assert.Equal((alive, "worker", (DateTime?)null), (row.Token, row.Holder, row.PausedUntil));
        Assert.Equal(Now.AddSeconds(40), row.Until);
    }

    [Fact]
    public async Task Refused_acquire_changes_nothing()
    {
        await using var database = await SqliteAsync();
        var gate = database.Get<HostGate>();
        await gate.ReleaseAsync(Host, await TakeAsync(gate), success: true, CancellationToken.None);
        var before = await RowAsync(database);

        _time.Advance(TimeSpan.FromSeconds(1));
        await RefusedAsync(gate);
        await RefusedAsync(gate);

        Assert.Equivalent(before, await RowAsync(database), strict: true);
    }

    [Fact]
    public async Task Rate_limit_pauses_for_its_Retry_After_without_a_refusal()
    {
        await using var database = await SqliteAsync();
        var gate = database.Get<HostGate>();
        for (var i = 0; i < 3; i++)
        {
            var (until, _) = await gate.PauseAsync(
                Host, await TakeAsync(gate), TimeSpan.FromSeconds(90), Reason.RateLimited, CancellationToken.None);
            Assert.Equal(Now.AddSeconds(90), until);

            var busy = await RefusedAsync(gate);
            Assert.Equal(until, busy.Until);
            Assert.Contains(nameof(Reason.RateLimited), busy.Why, StringComparison.Ordinal);
            _time.Advance(TimeSpan.FromSeconds(90));
        }
        Assert.Equal(0, (await RowAsync(database)).Refusals);
    }

    [Theory]
    [InlineData(Reason.Forbidden)]
    [InlineData(Reason.Consent)]
    public async Task Refusals_double_the_pause_up_to_a_day_until_success(Reason why)
    {
        await using var database = await SqliteAsync();
        var gate = database.Get<HostGate>();
        var hours = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            var (until, _) = await gate.PauseAsync(Host, await TakeAsync(gate), TimeSpan.FromHours(1), why, CancellationToken.None);
            hours.Add((until - Now).TotalHours);
            _time.Advance(until - Now);
        }
        Assert.Equal([1, 2, 4, 8, 16, 24, 24, 24], hours);

        await gate.ReleaseAsync(Host, await TakeAsync(gate), success: false, CancellationToken.None);
        Assert.Equal(8, (await RowAsync(database)).Refusals);
        _time.Advance(TimeSpan.FromSeconds(2));
        await gate.ReleaseAsync(Host, await TakeAsync(gate), success: true, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(
            Now.AddHours(1),
            (await gate.PauseAsync(Host, await TakeAsync(gate), TimeSpan.FromHours(1), why, CancellationToken.None)).Until);
    }

    [Fact]
    public async Task Without_a_delay_a_released_gate_is_free_at_once()
    {
        await using var database = await CreateAsync(DatabaseProvider.Sqlite, minDelay: "0");
        var gate = database.Get<HostGate>();
        for (var i = 1; i <= 3; i++)
        {
            var token = await TakeAsync(gate);
            Assert.Equal(i, token);
            Assert.Equal(Now.AddSeconds(1), (await RefusedAsync(gate)).Until);
            await gate.ReleaseAsync(Host, token, success: true, CancellationToken.None);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task One_of_many_acquires_the_gate_of_a_new_host(DatabaseProvider provider)
    {
        await using var database = await CreateAsync(provider);
        var gate = database.Get<HostGate>();
        for (var round = 0; round < 10; round++)
        {
            using var start = new Barrier(8);
            var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Factory.StartNew(() =>
            {
                start.SignalAndWait();
                return gate.AcquireAsync($"host{round}.example", $"worker {i}", CancellationToken.None);
            }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));
            Assert.Single(results.OfType<GateResult.Acquired>());
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Gate_is_acquired_released_paused_and_free_again(DatabaseProvider provider)
    {
        await using var database = await CreateAsync(provider, minDelay: "60");
        var gate = database.Get<HostGate>();
        var token = await TakeAsync(gate);
        await RefusedAsync(gate);
        await gate.ReleaseAsync(Host, token, success: true, CancellationToken.None);
        await RefusedAsync(gate);
        await AdvanceAsync(database, provider, TimeSpan.FromSeconds(61));

        Assert.Equal(token + 1, await TakeAsync(gate));
        await gate.PauseAsync(Host, token + 1, TimeSpan.FromHours(1), Reason.Forbidden, CancellationToken.None);
        Assert.Contains(nameof(Reason.Forbidden), (await RefusedAsync(gate)).Why, StringComparison.Ordinal);
        Assert.IsType<GateResult.Acquired>(await gate.AcquireAsync("query1.finance.yahoo.com", "worker", CancellationToken.None));
        await AdvanceAsync(database, provider, TimeSpan.FromHours(1));

        Assert.Equal(token + 2, await TakeAsync(gate));
        await AdvanceAsync(database, provider, TimeSpan.FromSeconds(61));
        Assert.Equal(token + 3, await TakeAsync(gate));
    }

    [Fact]
    public async Task Host_names_are_case_insensitive()
    {
        await using var database = await SqliteAsync();
        var gate = database.Get<HostGate>();
        await gate.AcquireAsync("Finance.Yahoo.COM", "worker", CancellationToken.None);

        await RefusedAsync(gate);
    }

    /// <summary>A database that restarts after the gate row was read.</summary>
    private sealed class Restarting(IDbContextFactory<CreamPieDbContext> contexts, int faults) : IDbContextFactory<CreamPieDbContext>
    {
        private int _opened;

        public int Left { get; private set; } = faults;

        public CreamPieDbContext CreateDbContext()
        {
            if (_opened++ == 0 || Left == 0)
                return contexts.CreateDbContext();
            Left--;
            throw new NpgsqlException("The connection is gone.", new IOException());
        }
    }

    private Task<TestDatabase> SqliteAsync() => CreateAsync(DatabaseProvider.Sqlite);

    private Task<TestDatabase> CreateAsync(DatabaseProvider provider, string minDelay = "2") => TestDatabase.CreateAsync(
        provider,
        new Dictionary<string, string?> { ["Retrieval:MinDelaySeconds"] = minDelay },
        services => services.AddSingleton<TimeProvider>(_time));

    /// <summary>The clock of PostgreSQL cannot be moved, so the row's times are.</summary>
    private async Task AdvanceAsync(TestDatabase database, DatabaseProvider provider, TimeSpan span)
    {
        _time.Advance(span);
        if (provider == DatabaseProvider.Sqlite)
            return;
        await using var db = database.Open();
        await db.HostGates.ExecuteUpdateAsync(set => set
            .SetProperty(g => g.NextSlot, g => g.NextSlot - span)
            .SetProperty(g => g.Until, g => g.Until - span)
            .SetProperty(g => g.PausedUntil, g => g.PausedUntil - span));
    }

    private static async Task<long> TakeAsync(HostGate gate) =>
        Assert.IsType<GateResult.Acquired>(await gate.AcquireAsync(Host, "worker", CancellationToken.None)).Token;

    private static async Task<GateResult.Busy> RefusedAsync(HostGate gate) =>
        Assert.IsType<GateResult.Busy>(await gate.AcquireAsync(Host, "another", CancellationToken.None));

    private static async Task<HostGateRow> RowAsync(TestDatabase database)
    {
        await using var db = database.Open();
        return await db.HostGates.AsNoTracking().SingleAsync(g => g.Host == Host);
    }
}
