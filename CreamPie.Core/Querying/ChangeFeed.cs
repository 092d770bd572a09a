using CreamPie.Core.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Querying;

/// <summary>What has changed since the last look.</summary>
/// <param name="Symbols">Stocks, or documents of these symbols.</param>
public sealed record Changes(IReadOnlySet<string> Symbols, IReadOnlySet<int> Documents);

/// <summary>
/// Tells who listens what has changed in the database, whichever process changed it: one look a second for the whole
/// node, and none while nobody listens. A signal only: whoever gets it reads again what he shows.
/// </summary>
public sealed partial class ChangeFeed(IDbContextFactory<CreamPieDbContext> contexts, TimeProvider time, ILogger<ChangeFeed> log)
    : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>PostgreSQL: a change is stamped when it is made and seen when it is committed. At most this much later.</summary>
    private const long LateMicroseconds = 15_000_000;

    /// <summary>SQLite: more than can change between a listener's own reading and the first look for it.</summary>
    private const long BeforeFirstLook = 1_000;

    private readonly Lock _lock = new();
    private readonly List<Func<Changes, Task>> _listeners = [];
    private Dictionary<(bool IsStock, int Id), long> _seen = [];
    private (long Stock, long Document) _last;
    private bool _listening;

    /// <param name="listener">Called from a thread of the pool, one call at a time; its faults are logged.</param>
    /// <returns>Disposed, it is not called any more.</returns>
    public IDisposable Subscribe(Func<Changes, Task> listener)
    {
        lock (_lock)
            _listeners.Add(listener);
        return new Subscription(this, listener);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Log.Failed(log, fault);
            }
        }
    }

    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        Func<Changes, Task>[] listeners;
        lock (_lock)
            listeners = [.. _listeners];
        if (listeners.Length == 0)
        {
            _listening = false;
            return;
        }
        var changes = await ReadAsync(cancellationToken);
        if (changes is not null)
            await Task.WhenAll(listeners.Select(listener => TellAsync(listener, changes)));
    }

    /// <summary>Null if there is nothing new.</summary>
    private async Task<Changes?> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var since = await SinceAsync(db, cancellationToken);
        var rows = await db.Stocks.Where(s => s.Change > since.Stock).Select(s => new { IsStock = true, s.Id, Symbol = (string?)s.Symbol, s.Change })
            .Concat(db.Documents.Where(d => d.Change > since.Document).Select(d => new { IsStock = false, d.Id, d.Symbol, d.Change }))
            .ToListAsync(cancellationToken);
        var changed = rows.Where(r => _seen.GetValueOrDefault((r.IsStock, r.Id)) != r.Change).ToList();
        _seen = rows.ToDictionary(r => (r.IsStock, r.Id), r => r.Change);
        foreach (var row in rows)
            _last = row.IsStock ? (Math.Max(_last.Stock, row.Change), _last.Document) : (_last.Stock, Math.Max(_last.Document, row.Change));
        return changed.Count == 0 ? null : new Changes(
            changed.Select(r => r.Symbol).OfType<string>().ToHashSet(),
            changed.Where(r => !r.IsStock).Select(r => r.Id).ToHashSet());
    }

    private async Task<(long Stock, long Document)> SinceAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        if (db.Database.IsNpgsql())
        {
            var now = await db.Database.SqlQuery<long>($"select (extract(epoch from clock_timestamp()) * 1000000)::bigint as \"Value\"").SingleAsync(cancellationToken);
            return (now - LateMicroseconds, now - LateMicroseconds);
        }
        if (!_listening)
        {
            _listening = true;
            _last = (
                (await db.Stocks.MaxAsync(s => (long?)s.Change, cancellationToken) ?? 0) - BeforeFirstLook,
                (await db.Documents.MaxAsync(d => (long?)d.Change, cancellationToken) ?? 0) - BeforeFirstLook);
        }
        return _last;
    }

    private async Task TellAsync(Func<Changes, Task> listener, Changes changes)
    {
        try
        {
            await listener(changes);
        }
        catch (Exception fault)
        {
            Log.ListenerFailed(log, fault);
        }
    }

    private sealed class Subscription(ChangeFeed feed, Func<Changes, Task> listener) : IDisposable
    {
        public void Dispose()
        {
            lock (feed._lock)
                feed._listeners.Remove(listener);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The database could not be asked for changes; the next look tries again.")]
        public static partial void Failed(ILogger logger, Exception fault);

        [LoggerMessage(2, LogLevel.Error, "A listener to changes failed.")]
        public static partial void ListenerFailed(ILogger logger, Exception fault);
    }
}
