using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion.DeadLetters;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Querying;
using CreamPie.Core.Querying.Documents;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static CreamPie.Tests.Ingestion.SourceResponses;

namespace CreamPie.Tests.Ingestion.SourceHealth;

/// <summary>A source whose settings were removed, with older documents in every state.</summary>
public class NotInstalledTests
{
    private static readonly Symbol Aaa = Symbol.Parse("AAA");

    [Theory, OnSqlite, OnPostgres]
    public async Task Bars_stay_served_and_documents_report_the_missing_source(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider, order: "YahooChart");
        var now = rig.Get<TimeProvider>().Now();
        var bars = Sessions(now, 5);
        rig.ServeChart("AAA", bars, now);
        var loaded = await rig.PullAsync(SourceName.YahooChart, "AAA");
        await using (var db = rig.Database.Open())
        {
            await db.Documents.ExecuteUpdateAsync(set => set.SetProperty(d => d.Source, SourceName.AlphaVantage));
            await db.DailyBars.ExecuteUpdateAsync(set => set.SetProperty(d => d.Source, SourceName.AlphaVantage));
            await db.LoadLedger.ExecuteUpdateAsync(set => set.SetProperty(d => d.Source, SourceName.AlphaVantage));
        }

        var provenance = await rig.Get<ProvenanceQuery>().ProvenanceAsync(Caller.System, Aaa, bars[^1].Date, CancellationToken.None);
        var parsed = await rig.Get<ParsedQuery>().ParsedAsync(Caller.System, loaded.Id, new PageRequest(), CancellationToken.None);

        Assert.Equal(
            (SourceName.AlphaVantage, bars[^1].Close, null),
            (provenance!.Document.Source, provenance.Bar.Close, provenance.Position));
        Assert.Equal(Reason.NotInstalled, parsed!.Reason);
        Assert.StartsWith("AlphaVantage is not configured", parsed.Error, StringComparison.Ordinal);

        await using (var db = rig.Database.Open())
            await db.Documents.ExecuteUpdateAsync(set => set.SetProperty(d => d.State, DocumentState.Archived));
        await rig.RunAsync();

        var again = await rig.DocumentAsync(loaded.Id);
        Assert.Equal((DocumentState.Quarantined, Reason.NotInstalled), (again.State, again.Reason!.Value));
        Assert.Equal(bars.Count, (await rig.BarsAsync("AAA")).Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Planned_pull_is_superseded_and_the_stock_stays_pending(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);

        var planned = await rig.PullAsync(SourceName.AlphaVantage, "AAA");

        Assert.Equal((DocumentState.Superseded, null), (planned.State, planned.Reason));
        Assert.Equal(StockStatus.Pending, (await rig.StockAsync("AAA"))!.Status);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Dead_letter_is_not_retried_until_the_source_is_installed(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var planned = await rig.PullAsync(SourceName.AlphaVantage, "AAA");
        await using (var db = rig.Database.Open())
        {
            await db.Documents.Where(d => d.Id == planned.Id).ExecuteUpdateAsync(set => set
                .SetProperty(d => d.State, DocumentState.Dead)
                .SetProperty(d => d.Outcome, Outcome.Dead)
                .SetProperty(d => d.Reason, Reason.Network));
        }

        Assert.Equal(
            RetryResult.SourceNotInstalled,
            await rig.Get<DeadLetterRetries>().RetryAsync(Caller.System, planned.Id, CancellationToken.None));
        Assert.Equal(DocumentState.Dead, (await rig.DocumentAsync(planned.Id)).State);
    }
}
