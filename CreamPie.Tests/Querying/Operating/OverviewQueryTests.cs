using CreamPie.Core.Querying.Operating;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Operating;
using CreamPie.Tests.Support;
using static CreamPie.Tests.Querying.SeedData;

namespace CreamPie.Tests.Querying.Operating;

public sealed class OverviewQueryTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Overview_counts_what_waits_failed_and_lives(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var now = await NowAsync(database);
        var today = DateOnly.FromDateTime(now);
        var (waiting, running, archived) = (
            NewDocument(1, "AAA", state: DocumentState.Waiting), NewDocument(2, "AAA", state: DocumentState.Fetching),
            NewDocument(3, "AAA", state: DocumentState.Archived));
        waiting.NextAttempt = now.AddHours(-2);
        (running.LeaseUntil, running.LeaseOwner) = (now.AddMinutes(1), "w");
        archived.NextAttempt = now.AddHours(2);
        await database.AddAsync(
            waiting, running, archived, NewDocument(4, "AAA", state: DocumentState.Dead),
            new Stock { Symbol = "AAA", Status = StockStatus.Current, CurrentUntil = now.AddDays(-1) },
            new Stock { Symbol = "BBB", Status = StockStatus.Current, CurrentUntil = now.AddDays(1) },
            new Stock { Symbol = "CCC", Status = StockStatus.Late },
            Ended(1, 1, now, Outcome.Loaded, 1_000), Ended(1, 2, now, Outcome.Dead, 500), Ended(2, 1, now, null, null),
            Ended(3, 1, now.AddDays(-1), Outcome.NoData, 30), Ended(3, 2, now.AddDays(-30), Outcome.Loaded, 1 << 30),
            WorkerNode.Of(now, "alive"), WorkerNode.Of(now.AddDays(-4), "dead"),
            new Alert { Key = "a", Title = "Open", Detail = "", SeenSince = now, RaisedAt = now },
            new Alert { Key = "b", Title = "Over", Detail = "", SeenSince = now, RaisedAt = now, RecoveredAt = now },
            new Alert { Key = "c", Title = "Not told", Detail = "", SeenSince = now });

        var overview = await database.Get<OverviewQuery>().OverviewAsync(Admin, CancellationToken.None);

        Assert.Equal(new QueueItem(1, 1, 1, waiting.NextAttempt), overview.Queue);
        Assert.Equal(1, overview.FailedDocuments);
        Assert.Equal(
            [(StockStatus.Current, 1), (StockStatus.Late, 2)], overview.Stocks.OrderBy(s => s.Key).Select(s => (s.Key, s.Value)));
        Assert.Equal(Overview.DayCount, overview.Days.Count);
        Assert.Equal(new DayItem(today, 3, 2, 1_500), overview.Days[^1]);
        Assert.Equal(new DayItem(today.AddDays(-1), 1, 0, 30), overview.Days[^2]);
        Assert.Equal(1_530L * 30 / Overview.DayCount, overview.BytesAMonth);
        Assert.Equal([("alive", true, true), ("dead", false, false)], overview.Nodes.Select(n => (n.Machine, n.IsAlive, n.IsWorking)));
        Assert.Equal(["Open", "Over"], overview.Alerts.Select(a => a.Title));
        Assert.True(overview.DatabaseBytes > 100_000);
        Assert.Contains(overview.Sources.Sources, s => s.Source == SourceName.YahooPage);
    }

    private static Attempt Ended(int document, long n, DateTime at, Outcome? outcome, long? bytes) =>
        new() { DocumentId = document, N = n, Started = at, Ended = at, Outcome = outcome, Bytes = bytes };

    private static async Task<DateTime> NowAsync(TestDatabase database)
    {
        await using var db = database.Open();
        return await database.Get<DatabaseClock>().NowAsync(db, CancellationToken.None);
    }
}
