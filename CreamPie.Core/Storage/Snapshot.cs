using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CreamPie.Core.Storage;

/// <summary>A read-only transaction: several queries see one state of the database and block no writer.</summary>
public sealed class Snapshot : IAsyncDisposable
{
    private readonly CreamPieDbContext _db;
    private readonly IDbContextTransaction _current;
    private readonly DbTransaction? _ours;

    private Snapshot(CreamPieDbContext db, IDbContextTransaction current, DbTransaction? ours) =>
        (_db, _current, _ours) = (db, current, ours);

    /// <summary>Begins on <paramref name="db"/>, which must have no transaction; dispose it before the context.</summary>
    public static async Task<Snapshot> BeginAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        if (!db.Database.IsSqlite())
            return new(db, await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken), null);
        await db.Database.OpenConnectionAsync(cancellationToken);
        // EF begins with BEGIN IMMEDIATE, which waits for the one writer.
        var reading = ((SqliteConnection)db.Database.GetDbConnection()).BeginTransaction(deferred: true);
        return new(db, (await db.Database.UseTransactionAsync(reading, cancellationToken))!, reading);
    }

    /// <summary>Ends the transaction.</summary>
    public async ValueTask DisposeAsync()
    {
        await _current.DisposeAsync();
        if (_ours is null)
            return;
        await _ours.DisposeAsync();
        await _db.Database.CloseConnectionAsync();
    }
}
