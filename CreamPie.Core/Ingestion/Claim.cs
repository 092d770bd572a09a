using CreamPie.Core.Archiving;
using CreamPie.Core.Database;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Ingestion;

/// <summary>
/// One worker's hold on one document: a token that fences everybody who held it before, and a lease that its heartbeat
/// renews. <see cref="Lost"/> is cancelled when the lease is lost or the run takes too long.
/// </summary>
internal sealed class Claim : IAsyncDisposable
{
    private readonly CancellationTokenSource _lost;
    private readonly Task _heartbeat;

    public Claim(Document document, Func<CancellationToken, Task<bool>> renewAsync, IngestionOptions options, TimeProvider time, CancellationToken stopping)
    {
        Document = document;
        _lost = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _heartbeat = BeatAsync(renewAsync, options, time);
    }

    public Document Document { get; }

    public long Token => Document.Token;

    public CancellationToken Lost => _lost.Token;

    /// <summary>The document's row, if it is still ours.</summary>
    public IQueryable<Document> Row(CreamPieDbContext db) => db.Documents.Where(d => d.Id == Document.Id && d.Token == Document.Token);

    private async Task BeatAsync(Func<CancellationToken, Task<bool>> renewAsync, IngestionOptions options, TimeProvider time)
    {
        var started = time.GetTimestamp();
        using var timer = new PeriodicTimer(options.Heartbeat, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_lost.Token))
            {
                if (time.GetElapsedTime(started) > options.LongestRun || !await renewAsync(_lost.Token))
                    break;
            }
        }
        catch (OperationCanceledException) when (_lost.IsCancellationRequested)
        {
            return;
        }
        catch (Exception fault) when (Transient.Is(fault))
        {
            // The database is away: without a renewed lease the work is not ours any longer.
        }
        await _lost.CancelAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _lost.CancelAsync();
        await _heartbeat;
        _lost.Dispose();
    }
}
