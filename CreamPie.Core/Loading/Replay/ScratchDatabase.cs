using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Loading.Replay;

/// <summary>An empty database in memory with one stock, to load documents into without touching the real one.</summary>
internal sealed class ScratchDatabase : IDbContextFactory<CreamPieDbContext>, IAsyncDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:;Foreign Keys=False");
    private readonly DbContextOptions<SqliteCreamPieDbContext> _options;

    private ScratchDatabase()
    {
        _connection.Open();
        _options = new DbContextOptionsBuilder<SqliteCreamPieDbContext>().UseSqlite(_connection).Options;
    }

    /// <param name="ticker">Of the stock; all documents are taken as of its one listing.</param>
    /// <param name="stored">Documents that are there from the beginning.</param>
    /// <param name="cancellationToken">Ends the creation.</param>
    public static async Task<ScratchDatabase> CreateAsync(
        string ticker, IReadOnlyList<StoredDocument> stored, CancellationToken cancellationToken)
    {
        var scratch = new ScratchDatabase();
        try
        {
            await using var db = scratch.CreateDbContext();
            await db.Database.EnsureCreatedAsync(cancellationToken);
            var stock = new Stock { Symbol = ticker, IsOneListing = true };
            db.Stocks.Add(stock);
            await db.SaveChangesAsync(cancellationToken);
            StoredDocument.AddTo(db, stock.Id, stored);
            await db.SaveChangesAsync(cancellationToken);
            return scratch;
        }
        catch
        {
            await scratch.DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds what documents have stored to the one stock.</summary>
    public async Task AddAsync(IReadOnlyList<StoredDocument> stored, CancellationToken cancellationToken)
    {
        await using var db = CreateDbContext();
        StoredDocument.AddTo(db, await db.Stocks.Select(s => s.Id).SingleAsync(cancellationToken), stored);
        await db.SaveChangesAsync(cancellationToken);
    }

    public CreamPieDbContext CreateDbContext() => new SqliteCreamPieDbContext(_options);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
