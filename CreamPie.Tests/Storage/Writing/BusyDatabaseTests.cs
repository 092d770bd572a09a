using System.Data.Common;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Writing;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Storage.Writing;

/// <summary>
/// Another program holds SQLite's write lock, on a real database with a busy timeout of one second: readers do not notice, writers wait
/// longer than the timeout, and nothing is lost.
/// </summary>
public sealed class BusyDatabaseTests : IAsyncLifetime
{
    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("creampie-busy-").FullName, "creampie.db");
    private TestDatabase _database = null!;

    private string Connection => $"Data Source={_file};Default Timeout=1";

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(
            DatabaseProvider.Sqlite, new Dictionary<string, string?> { ["ConnectionStrings:CreamPie"] = Connection });
        await _database.AddAsync(SeedData.Tracked("AAA"));
    }

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);
    }

    [Fact]
    public async Task Writes_outlast_a_lock_that_is_held_longer_than_the_busy_timeout()
    {
        var (other, transaction) = await LockAsync();
        var writes = new List<Task>
        {
            Task.Run(() => _database.AddAsync(SeedData.Tracked("BBB"))),
            Task.Run(() => _database.AddAsync(SeedData.Tracked("CCC"), SeedData.Tracked("DDD"))),
            Task.Run(() => InTransactionAsync("EEE")),
            Task.Run(() => InTransactionAsync("FFF")),
            Task.Run(UpdateAsync),
            Task.Run(SqlAsync),
        };
        // The time is what is tested: both waits, SQLite's and the driver's, are over.
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.5));
        await timer.WaitForNextTickAsync();
        Assert.All(writes, w => Assert.False(w.IsCompleted));

        await transaction.CommitAsync();
        await Task.WhenAll(writes);
        await other.DisposeAsync();

        await using var db = _database.Open();
        var stocks = await db.Stocks.OrderBy(s => s.Symbol).ToListAsync();
        Assert.Equal(["AAA", "BBB", "CCC", "DDD", "EEE", "FFF"], stocks.Select(s => s.Symbol));
        Assert.Equal(("Updated", "Nowhere"), (stocks[0].Name, stocks[0].Exchange));
    }

    [Fact]
    public async Task Readers_do_not_wait_for_a_writer()
    {
        var (other, transaction) = await LockAsync();
        await using (var db = _database.Open())
            Assert.Equal("AAA", (await db.Stocks.SingleAsync()).Symbol);
        await using (var db = _database.Open())
        {
            await using var snapshot = await Snapshot.BeginAsync(db, CancellationToken.None);
            Assert.Equal(1, await db.Stocks.CountAsync());
        }
        await transaction.RollbackAsync();
        await other.DisposeAsync();
    }

    [Fact]
    public async Task Lock_that_never_ends_is_a_fault_in_the_end()
    {
        var (other, transaction) = await LockAsync();
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => InTransactionAsync("BBB"));
        Assert.True(BusyDatabase.IsBusy(fault), fault.ToString());
        fault = await Assert.ThrowsAnyAsync<Exception>(() => _database.AddAsync(SeedData.Tracked("CCC")));
        Assert.True(BusyDatabase.IsBusy(fault), fault.ToString());
        await transaction.RollbackAsync();
        await other.DisposeAsync();

        await InTransactionAsync("BBB");
    }

    private async Task<(SqliteConnection, DbTransaction)> LockAsync()
    {
        var other = new SqliteConnection($"{Connection};Pooling=False");
        await other.OpenAsync();
        return (other, await other.BeginTransactionAsync());
    }

    private async Task InTransactionAsync(string symbol)
    {
        await using var db = _database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        db.Stocks.Add(SeedData.Tracked(symbol));
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    private async Task UpdateAsync()
    {
        await using var db = _database.Open();
        await db.Stocks.Where(s => s.Symbol == "AAA").ExecuteUpdateAsync(set => set.SetProperty(s => s.Name, "Updated"));
    }

    private async Task SqlAsync()
    {
        await using var db = _database.Open();
        await db.Database.ExecuteSqlAsync($"update stock set exchange = 'Nowhere' where symbol = 'AAA'");
    }
}
