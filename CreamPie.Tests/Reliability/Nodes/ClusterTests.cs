using System.Diagnostics;
using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Market;
using CreamPie.Core.Storage;
using CreamPie.Core.Tracking;
using CreamPie.Tests.Reliability.Crashes;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace CreamPie.Tests.Reliability.Nodes;

/// <summary>Nodes die and are replaced while programs read, somebody has a page open, and documents arrive.</summary>
[Trait("Lane", "Cluster")]
[Collection(CrashGroup.Name)]
public sealed class ClusterTests(ITestOutputHelper output)
{
    private static readonly string[] Symbols = ["P0", "P1", "P2", "P3"];

    /// <summary>Of the page on a busy machine; docs/deployment.md says what a calm one takes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [ClusterFact]
    public async Task Any_node_dies_and_readers_a_page_and_documents_go_on()
    {
        var market = new GeneratedMarket(120);
        using var source = new GeneratedSource(market, Symbols, sites: Cluster.Nodes * 2);
        await using var cluster = await StartAsync(source);
        using var client = await cluster.AdminAsync();
        await using var page = await OpenPage.StartAsync(
            cluster.Address, "admin@example.org", "correct horse battery", "/stocks/P0?range=6m");
        await using var readers = new Readers(client, "P0");

        var moves = 0;
        for (var node = 0; node < Cluster.Nodes; node++)
        {
            await ShowAsync(cluster, 101 + node);
            var killed = Stopwatch.GetTimestamp();
            var took = await page.BackAfterAsync(() => cluster.KillAsync(node));
            var missed = Stopwatch.GetTimestamp();
            output.WriteLine(
                $"Node {node} killed: page back after {took?.TotalSeconds:0.00} s; the proxy knew after "
                + $"{Stopwatch.GetElapsedTime(killed, missed).TotalSeconds:0.00} s; failed until then: "
                + string.Join("; ", readers.FaultsSince(killed)));
            await OutageTests.DoneAsync(cluster.Database, Symbols.Length * (node + 2));
            Assert.Empty(readers.FaultsSince(missed));
            await cluster.ReplaceAsync(node);
            Assert.InRange(took ?? TimeSpan.Zero, TimeSpan.Zero, Patience);
            moves += took is null ? 0 : 1;
        }

        // The page was on one of the two web nodes, and was moved once or twice.
        Assert.InRange(moves, 1, Cluster.Webs);
        await EndAsync(cluster, market, page, readers);
    }

    [ClusterFact]
    public async Task Rolling_restart_fails_no_request()
    {
        var market = new GeneratedMarket(120);
        using var source = new GeneratedSource(market, Symbols, sites: Cluster.Nodes * 2);
        await using var cluster = await StartAsync(source);
        using var client = await cluster.AdminAsync();
        await using var page = await OpenPage.StartAsync(
            cluster.Address, "admin@example.org", "correct horse battery", "/stocks/P0?range=6m");
        var since = Stopwatch.GetTimestamp();
        await using var readers = new Readers(client, "P0");

        for (var node = 0; node < Cluster.Nodes; node++)
        {
            await ShowAsync(cluster, 101 + node);
            var took = await page.BackAfterAsync(async () => Assert.Equal(0, await cluster.StopAsync(node)));
            output.WriteLine($"Node {node} stopped: page back after {took?.TotalSeconds:0.00} s.");
            await cluster.ReplaceAsync(node);
            // A stock that is not through with a document gets no other one.
            await OutageTests.DoneAsync(cluster.Database, Symbols.Length * (node + 2));
        }

        Assert.Empty(readers.FaultsSince(since));
        await EndAsync(cluster, market, page, readers);
    }

    private static async Task<Cluster> StartAsync(GeneratedSource source)
    {
        foreach (var symbol in Symbols)
            source.Show(symbol, 100);
        var cluster = await Cluster.StartAsync(source);
        foreach (var symbol in Symbols)
            await cluster.Database.Get<Tracker>().TrackAsync(Caller.System, Symbol.Parse(symbol), CancellationToken.None);
        await OutageTests.DoneAsync(cluster.Database, Symbols.Length);
        return cluster;
    }

    /// <summary>Every stock is due, and its page has one more session.</summary>
    private static async Task ShowAsync(Cluster cluster, int sessions)
    {
        foreach (var symbol in Symbols)
            cluster.Source.Show(symbol, sessions);
        await using var db = cluster.Database.Open();
        var now = await cluster.Database.Get<DatabaseClock>().NowAsync(db, CancellationToken.None);
        await db.Stocks.ExecuteUpdateAsync(set => set.SetProperty(s => s.NextDue, now));
    }

    private async Task EndAsync(Cluster cluster, GeneratedMarket market, OpenPage page, Readers readers)
    {
        Assert.True(await page.ReactsAsync());
        output.WriteLine($"{readers.Answers} answers.");
        await AssertWholeAsync(cluster, market, 100 + Cluster.Nodes);
    }

    private static async Task AssertWholeAsync(Cluster cluster, GeneratedMarket market, int sessions)
    {
        var faults = await EndState.UnfinishedAsync(cluster.Database);
        foreach (var symbol in Symbols)
        {
            faults.AddRange(await EndState.FaultsAsync(
                cluster.Database, symbol, market.Bars(symbol, sessions), market.Actions(symbol, sessions)));
        }
        faults.AddRange(await EndState.RepeatedNotesAsync(cluster.Database));
        faults.AddRange(await cluster.Database.Get<InvariantCheck>().ViolationsAsync(long.MaxValue, CancellationToken.None));
        Assert.Empty(faults);
        Assert.Empty(cluster.LocalFiles());
    }
}
