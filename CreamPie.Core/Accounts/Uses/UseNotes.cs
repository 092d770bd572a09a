using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Accounts.Uses;

/// <summary>
/// Writes down when keys, feeds and sessions were used, behind the calls that use them: a read waits for no writer. The notes of
/// one of them become one; those of a process that dies are lost.
/// </summary>
/// <param name="contexts">Of the database with the rows.</param>
public sealed class UseNotes(IDbContextFactory<CreamPieDbContext> contexts) : IAsyncDisposable, IDisposable
{
    /// <summary>A stop waits no longer for what is written then.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private Dictionary<Guid, Note> _waiting = [];
    private Task _writing = Task.CompletedTask;
    private bool _isWriting;
    private bool _isOver;

    /// <summary>Writes one use down.</summary>
    internal delegate Task Note(CreamPieDbContext db, CancellationToken cancellationToken);

    /// <summary>Returns when all that was noted until now is written, or has failed.</summary>
    public Task DoneAsync()
    {
        lock (_lock)
            return _writing;
    }

    /// <summary>Ends what is written.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isOver, true))
            return;
        _stop.Cancel();
        _stop.Dispose();
    }

    /// <summary>Waits shortly for what is written.</summary>
    public async ValueTask DisposeAsync()
    {
        await DoneAsync().WaitAsync(Farewell).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Dispose();
    }

    /// <summary>Notes a use; an earlier one of the same that waits is of no use any more.</summary>
    /// <param name="id">Of the key, feed or session.</param>
    /// <param name="write">Runs later, once. Where it fails, the next use is written down.</param>
    internal void Add(Guid id, Note write)
    {
        lock (_lock)
        {
            _waiting[id] = write;
            if (_isWriting)
                return;
            _isWriting = true;
            // The call that begins the writing must not have the others' in its trace.
            using (ExecutionContext.SuppressFlow())
                _writing = Task.Run(WriteAsync);
        }
    }

    private async Task WriteAsync()
    {
        while (Take() is { Count: > 0 } notes)
        {
            foreach (var write in notes.Values)
            {
                try
                {
                    await using var db = await contexts.CreateDbContextAsync(_stop.Token);
                    await write(db, _stop.Token);
                }
                // A full disk, a long write, a database that is away, a stop: whatever it is, later notes are written.
                catch (Exception)
                {
                }
            }
        }
    }

    private Dictionary<Guid, Note> Take()
    {
        lock (_lock)
        {
            var notes = _waiting;
            _waiting = [];
            _isWriting = notes.Count > 0;
            return notes;
        }
    }
}
