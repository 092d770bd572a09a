using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Querying.Sources;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Querying.Sources;

public class SourceQueryTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Maintenance_task_is_not_listed_as_a_host(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.Get<MaintenanceService>().RunDueAsync(CancellationToken.None);
        await AddAsync(database, new HostGateRow { Host = "stooq.com", NextSlot = database.Get<TimeProvider>().Now() });

        Assert.Equal("stooq.com", (await HostAsync(database)).Host);
    }

    [PostgresFact]
    public async Task Host_is_paused_by_the_clock_of_the_database()
    {
        var ahead = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(1));
        await using var database = await TestDatabase.CreateAsync(
            DatabaseProvider.Postgres, configure: services => services.AddSingleton<TimeProvider>(ahead));
        var until = TimeProvider.System.Now().AddHours(1);
        await AddAsync(database, new HostGateRow { Host = "stooq.com", NextSlot = until, PausedUntil = until });

        Assert.Equal(until, (await HostAsync(database)).PausedUntil);
    }

    private static async Task AddAsync(TestDatabase database, HostGateRow gate)
    {
        await using var db = database.Open();
        db.HostGates.Add(gate);
        await db.SaveChangesAsync();
    }

    private static async Task<HostItem> HostAsync(TestDatabase database) =>
        Assert.Single((await database.Get<SourceQuery>().SourcesAsync(Caller.System, CancellationToken.None)).Hosts);
}
