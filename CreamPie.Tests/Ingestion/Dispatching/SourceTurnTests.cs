using CreamPie.Core.Ingestion.Dispatching;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Transitions;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Ingestion.Dispatching;

/// <summary>From which source the next pull is.</summary>
public sealed class SourceTurnTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Next_pull_is_of_the_source_with_the_fewest_requests_in_flight(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        await using var db = rig.Database.Open();
        var now = rig.Get<TimeProvider>().Now();
        await AddAsync(db, now, SourceName.YahooPage, SourceName.YahooPage, SourceName.YahooPage, SourceName.YahooChart);

        Assert.Equal(SourceName.YahooPage, await NextAsync(rig, db));
        await LeaseAsync(db, SourceName.YahooPage, now.AddMinutes(1));
        Assert.Equal(SourceName.YahooChart, await NextAsync(rig, db));
        // Its worker has died.
        await LeaseAsync(db, SourceName.YahooPage, now.AddMinutes(-1));
        Assert.Equal(SourceName.YahooPage, await NextAsync(rig, db));
    }

    private static async Task AddAsync(CreamPieDbContext db, DateTime now, params SourceName[] sources)
    {
        foreach (var (source, turn) in sources.Select((source, turn) => (source, turn)))
        {
            var stock = new Stock { Symbol = $"S{turn}", Status = StockStatus.Current, NextDue = now.AddYears(1) };
            db.Stocks.Add(stock);
            await db.SaveChangesAsync();
            var pull = NewDocument.Pull(stock, source, $"test:{turn}", null, now.AddMinutes(-1));
            pull.Turn = turn;
            db.Documents.Add(pull);
        }
        await db.SaveChangesAsync();
    }

    private static async Task<SourceName> NextAsync(IngestionRig rig, CreamPieDbContext db) =>
        (await rig.Get<RunnableDocuments>().FindAsync(db, rig.Get<TimeProvider>().Now(), CancellationToken.None))[0].Source;

    private static Task LeaseAsync(CreamPieDbContext db, SourceName source, DateTime until) =>
        db.Documents.Where(d => d.Source == source && d.Turn == 0).ExecuteUpdateAsync(set => set
            .SetProperty(d => d.State, DocumentState.Fetching)
            .SetProperty(d => d.LeaseOwner, "worker")
            .SetProperty(d => d.LeaseUntil, until));
}
