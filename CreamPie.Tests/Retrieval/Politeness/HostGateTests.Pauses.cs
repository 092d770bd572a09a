using CreamPie.Core.Retrieval;
using CreamPie.Core.Retrieval.Politeness;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.Retrieval.Politeness;

/// <summary>Pauses of a host, independent of the gate holder.</summary>
public sealed partial class HostGateTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Late_refusal_pauses_the_host_and_keeps_the_gate_holder(DatabaseProvider provider)
    {
        await using var database = await CreateAsync(provider);
        var gate = database.Get<HostGate>();
        var stopped = await TakeAsync(gate);
        await AdvanceAsync(database, provider, TimeSpan.FromSeconds(60));
        var alive = await TakeAsync(gate);
        var before = await RowAsync(database);

        var (until, _) = await gate.PauseAsync(Host, stopped, TimeSpan.FromHours(1), Reason.Forbidden, CancellationToken.None);
        var row = await RowAsync(database);
        Assert.Equal((alive, "worker", before.Until, 0), (row.Token, row.Holder, row.Until, row.Refusals));
        Assert.Equal(until, row.PausedUntil!.Value, TimeSpan.FromMilliseconds(1));

        await gate.ReleaseAsync(Host, alive, success: true, CancellationToken.None);
        await AdvanceAsync(database, provider, TimeSpan.FromMinutes(59));
        Assert.Contains(nameof(Reason.Forbidden), (await RefusedAsync(gate)).Why, StringComparison.Ordinal);
        await AdvanceAsync(database, provider, TimeSpan.FromMinutes(1));
        Assert.Equal(alive + 1, await TakeAsync(gate));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Longer_of_two_pauses_applies_with_its_reason(DatabaseProvider provider)
    {
        await using var database = await CreateAsync(provider);
        var gate = database.Get<HostGate>();
        var token = await TakeAsync(gate);
        var (longer, _) = await gate.PauseAsync(Host, token, TimeSpan.FromHours(5), Reason.RateLimited, CancellationToken.None);

        var (until, _) = await gate.PauseAsync(Host, token, TimeSpan.FromHours(1), Reason.Challenge, CancellationToken.None);
        Assert.Equal(longer, until, TimeSpan.FromMilliseconds(1));
        var busy = await RefusedAsync(gate);
        Assert.Contains(nameof(Reason.RateLimited), busy.Why, StringComparison.Ordinal);
        Assert.Equal(longer, busy.Until, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Pause_survives_a_database_restart_and_doubles_once()
    {
        await using var database = await SqliteAsync();
        var token = await TakeAsync(database.Get<HostGate>());
        var restarting = new Restarting(database.Contexts, faults: 7);
        var gate = new HostGate(
            restarting, database.Get<DatabaseClock>(), database.Get<RobotsCache>(), Options.Create(new RetrievalOptions()));

        Assert.Equal(
            (Now.AddHours(1), TimeSpan.FromHours(1)),
            await gate.PauseAsync(Host, token, TimeSpan.FromHours(1), Reason.Forbidden, CancellationToken.None));
        Assert.Equal(
            (0, Now.AddHours(1), 1),
            (restarting.Left, (await RowAsync(database)).PausedUntil, (await RowAsync(database)).Refusals));
    }
}
