using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Storage;

public sealed class SnapshotTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Snapshot_reads_one_state_and_releases_the_connection(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var reader = database.Open();
        await AddAsync("ONE");

        await using (await Snapshot.BeginAsync(reader, CancellationToken.None))
        {
            Assert.Equal(1, await reader.Stocks.CountAsync());
            await AddAsync("TWO");
            Assert.Equal(1, await reader.Stocks.CountAsync());
        }

        Assert.Equal(2, await reader.Stocks.CountAsync());
        Assert.Null(reader.Database.CurrentTransaction);
        Assert.Equal(System.Data.ConnectionState.Closed, reader.Database.GetDbConnection().State);

        // Fails if the snapshot takes a write lock.
        async Task AddAsync(string symbol)
        {
            await using var db = database.Open();
            db.Database.SetCommandTimeout(30);
            db.Add(new Stock { Symbol = symbol, Status = StockStatus.Pending });
            await db.SaveChangesAsync();
        }
    }
}
