using System.Diagnostics.Metrics;
using CreamPie.Core.Ingestion.Running;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using static CreamPie.Tests.Ingestion.SourceResponses;

namespace CreamPie.Tests.Ingestion.Running;

/// <summary>Metrics and database use the same names for outcomes and reasons.</summary>
public sealed class DocumentMeterTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Loaded_and_refused_pulls_count_under_their_database_names(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        using var counter = Counter(rig);
        var now = rig.Get<TimeProvider>().Now();
        rig.Serve("AAA", Page("AAA", Sessions(now, 5), now));
        rig.Source.On(PagePath("BBB"), RawHttpServer.Answer(404, []));
        foreach (var symbol in (string[])["AAA", "BBB"])
        {
            await rig.TrackAsync(symbol);
            await rig.RunAsync();
        }

        await using var db = rig.Database.Open();
        var written = await db.Database
            .SqlQuery<string>($"select outcome || ' ' || coalesce(reason, '-') as \"Value\" from attempt order by document_id")
            .ToListAsync();
        Assert.Equal(["Loaded -", "Dead SymbolUnknown"], written);
        var counted = counter.GetMeasurementSnapshot();
        Assert.Equal(written, counted.Select(m => $"{m.Tags["outcome"]} {m.Tags.GetValueOrDefault("reason") ?? "-"}"));
        Assert.All(counted, m => Assert.Equal((1L, "YahooPage"), (m.Value, m.Tags["source"])));
    }

    [Fact]
    public async Task Pull_waiting_for_its_host_is_not_counted()
    {
        await using var rig = await IngestionRig.StartAsync(
            DatabaseProvider.Sqlite, settings: _ => new() { ["Retrieval:MinDelaySeconds"] = "3600" });
        rig.Source.On(RawHttpServer.RobotsPath, RawHttpServer.Answer(404, []));
        using var counter = Counter(rig);

        await rig.TrackAsync("AAA");
        await rig.RunAsync();

        Assert.Equal(1, rig.Source.Count(RawHttpServer.RobotsPath));
        Assert.Equal(DocumentState.Waiting, Assert.Single(await rig.DocumentsAsync()).State);
        Assert.Empty(counter.GetMeasurementSnapshot());
    }

    private static MetricCollector<long> Counter(IngestionRig rig) =>
        new(rig.Get<IMeterFactory>(), DocumentMeter.Name, DocumentMeter.Documents);
}
