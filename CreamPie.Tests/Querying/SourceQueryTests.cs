using CreamPie.Core.Database;
using CreamPie.Core.Market;
using CreamPie.Core.Querying;
using CreamPie.Core.Retrieval;
using CreamPie.Core.Users;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Querying;

public class SourceQueryTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_duty_of_housekeepings_is_no_host(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var now = database.Get<TimeProvider>().Now();
        await using (var db = database.Open())
        {
            db.HostGates.AddRange(
                new HostGateRow { Host = "(archive)", NextSlot = now },
                new HostGateRow { Host = "stooq.com", NextSlot = now });
            await db.SaveChangesAsync();
        }

        Assert.Equal("stooq.com", Assert.Single((await database.Get<SourceQuery>().AllAsync(Caller.System, CancellationToken.None)).Hosts).Host);
    }
}
