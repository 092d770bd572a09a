using CreamPie.Core.Sources.Contract;
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

    /// <summary>
    /// Adds documents whose bytes were given up, once all others are there. They wrote no bar of these, so they stand behind none:
    /// where they would win, it was another that wrote the day.
    /// </summary>
    public async Task AddRemovedAsync(IReadOnlyList<StoredDocument> removed, CancellationToken cancellationToken)
    {
        if (removed.Count == 0)
            return;
        await using var db = CreateDbContext();
        var ledger = await db.LoadLedger.AsNoTracking().ToListAsync(cancellationToken);
        List<(SourceName, DateOnly)> days = [.. (await db.DailyBars.Select(b => new { b.Source, b.Date }).ToListAsync(cancellationToken))
            .Select(b => (b.Source, b.Date))];
        StoredDocument.AddTo(
            db, await db.Stocks.Select(s => s.Id).SingleAsync(cancellationToken), [.. removed.Select(r => r.Without(ledger, days))]);
        await db.SaveChangesAsync(cancellationToken);
    }

    public CreamPieDbContext CreateDbContext() => new SqliteCreamPieDbContext(_options);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
