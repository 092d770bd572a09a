using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Querying.Documents;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Querying.Stocks;

public class SourceQueryTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Maintenance_task_is_not_listed_as_a_host(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.Get<MaintenanceService>().RunDueAsync(CancellationToken.None);
        await using (var db = database.Open())
        {
            db.HostGates.Add(new HostGateRow { Host = "stooq.com", NextSlot = database.Get<TimeProvider>().Now() });
            await db.SaveChangesAsync();
        }

        Assert.Equal(
            "stooq.com", Assert.Single((await database.Get<SourceQuery>().AllAsync(Caller.System, CancellationToken.None)).Hosts).Host);
    }
}
