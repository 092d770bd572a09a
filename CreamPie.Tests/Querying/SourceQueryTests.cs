using CreamPie.Core.Database;
using CreamPie.Core.Ingestion;
using CreamPie.Core.Market;
using CreamPie.Core.Querying;
using CreamPie.Core.Retrieval;
using CreamPie.Core.Users;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Querying;

public class SourceQueryTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_maintenance_task_is_no_host(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.Get<Housekeeping>().KeepAsync(CancellationToken.None);
        await using (var db = database.Open())
        {
            db.HostGates.Add(new HostGateRow { Host = "stooq.com", NextSlot = database.Get<TimeProvider>().Now() });
            await db.SaveChangesAsync();
        }

        Assert.Equal("stooq.com", Assert.Single((await database.Get<SourceQuery>().AllAsync(Caller.System, CancellationToken.None)).Hosts).Host);
    }
}
