using CreamPie.Core.Ingestion.Dispatching;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Monitoring.Nodes;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Operating;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreamPie.Tests.Monitoring.Nodes;

public sealed class NodeHeartbeatTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Node_writes_itself_at_start_renews_and_ends_its_row(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        using var heartbeat = HeartbeatOf(database, new ThisNode("All", true, "1.2.3"));

        await heartbeat.StartAsync(CancellationToken.None);
        var started = await SingleAsync(database);
        Assert.Equal(("All", true, "1.2.3", Environment.MachineName), (started.Role, started.IsWorker, started.Version, started.Machine));
        Assert.True(started is { StoppedAt: null, FreeBytes: > 0, DiskBytes: > 0 });
        Assert.Null(database.Get<WorkerWatch>().Missing);

        await AgeAsync(database, TimeSpan.FromHours(1));
        await BeatAsync(database, heartbeat);
        Assert.InRange((await SingleAsync(database)).LastBeat, started.LastBeat, DateTime.MaxValue);

        await heartbeat.StopAsync(CancellationToken.None);
        Assert.NotNull((await SingleAsync(database)).StoppedAt);
        Assert.Contains("was stopped at", await database.Get<WorkerWatch>().CheckAsync(CancellationToken.None), StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task New_node_forgets_what_it_replaces_and_what_is_long_gone()
    {
        await using var database = await TestDatabase.PostgresAsync();
        var now = TimeProvider.System.Now();
        await using (var db = database.Open())
        {
            db.Nodes.AddRange(
                WorkerNode.Of(now.AddMinutes(-5), "replaced"), WorkerNode.Of(now.AddDays(-1), "elsewhere"),
                WorkerNode.Of(now.AddDays(-31), "long gone"), WorkerNode.Of(now, "alive"));
            await db.SaveChangesAsync();
            await db.Nodes.Where(n => n.Version == "replaced" || n.Version == "alive")
                .ExecuteUpdateAsync(set => set.SetProperty(n => n.Machine, "here"));
        }

        await BeatAsync(database, HeartbeatOf(database, new ThisNode("Worker", true, "new") { Machine = "here" }));

        await using (var db = database.Open())
            Assert.Equal(["alive", "elsewhere", "new"], await db.Nodes.Select(n => n.Version).Order().ToListAsync());
    }

    [Fact]
    public async Task Only_process_of_a_SQLite_file_leaves_no_ghost_behind()
    {
        await using var database = await TestDatabase.SqliteAsync();
        await using (var db = database.Open())
        {
            db.Nodes.Add(WorkerNode.Of(TimeProvider.System.Now(), "killed a second ago"));
            await db.SaveChangesAsync();
        }

        await BeatAsync(database, HeartbeatOf(database, new ThisNode("All", true, "new")));

        Assert.Equal("new", (await SingleAsync(database)).Version);
    }

    private static NodeHeartbeat HeartbeatOf(TestDatabase database, ThisNode node) =>
        ActivatorUtilities.CreateInstance<NodeHeartbeat>(
            database.Services, node, new LastSweep(), NullLogger<NodeHeartbeat>.Instance, TimeProvider.System);

    private static async Task BeatAsync(TestDatabase database, NodeHeartbeat heartbeat)
    {
        await using var db = database.Open();
        await heartbeat.BeatAsync(db, CancellationToken.None);
    }

    private static async Task AgeAsync(TestDatabase database, TimeSpan by)
    {
        await using var db = database.Open();
        var node = await db.Nodes.SingleAsync();
        (node.StartedAt, node.LastBeat, node.AliveUntil) = (node.StartedAt - by, node.LastBeat - by, node.AliveUntil - by);
        await db.SaveChangesAsync();
    }

    private static async Task<Node> SingleAsync(TestDatabase database)
    {
        await using var db = database.Open();
        return await db.Nodes.AsNoTracking().SingleAsync();
    }
}
