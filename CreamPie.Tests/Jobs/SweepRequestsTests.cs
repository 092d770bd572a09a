using System.Net.Http.Json;
using CreamPie.Core.Ingestion.Dispatching;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Jobs;

/// <summary>A web node beside a worker that would sweep once a day.</summary>
public class SweepRequestsTests
{
    [PostgresFact]
    public async Task Symbol_tracked_on_a_web_node_wakes_the_worker()
    {
        using var source = new RawHttpServer();
        await using var worker = await TestApplication.StartAsync(
            DatabaseProvider.Postgres,
            new Dictionary<string, string>
            {
                ["Sources:YahooPage:BaseUrl"] = source.Root.ToString(),
                ["Retrieval:AllowPrivateNetworks"] = "true",
                ["Ingestion:Sweep"] = "1.00:00:00",
            });
        await using var web = worker.StartSecondNode();
        // The sweep at the start, and the one that follows it if it was under way.
        var sweeper = worker.Services.GetRequiredService<SweeperService>();
        await sweeper.SweepNowAsync(CancellationToken.None);
        await sweeper.SweepNowAsync(CancellationToken.None);
        using var admin = await web.AdminAsync();

        (await admin.PostAsJsonAsync("/api/stock-data/track", new { symbol = "FOO" })).EnsureSuccessStatusCode();

        await worker.SeeAsync(db => db.Documents.Where(d => d.Symbol == "FOO"));
    }
}
