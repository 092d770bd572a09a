using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Ingestion.Running;

/// <summary>
/// One worker's hold on one document: a token that fences everybody who held it before, and a lease that its heartbeat
/// renews. <see cref="Lost"/> is cancelled when the lease is lost or the run takes too long; <see cref="LossCause"/> says which.
/// </summary>
internal sealed class DocumentLease : IAsyncDisposable
{
    private readonly CancellationTokenSource _lost;
    private readonly Task _heartbeat;

    public DocumentLease(Document document, Func<CancellationToken, Task<bool>> renewAsync, IngestionOptions options, TimeProvider time, CancellationToken stopping)
    {
        Document = document;
        _lost = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _heartbeat = BeatAsync(renewAsync, options, time);
    }

    /// <summary>As the database has it.</summary>
    public Document Document { get; set; }

    /// <summary>The host's gate that was passed in this run.</summary>
    public (string Host, long Token)? GateToken { get; set; }

    public long Token => Document.Token;

    public CancellationToken Lost => _lost.Token;

    /// <summary>Once it is lost, and we are not stopping.</summary>
    public LeaseLossCause LossCause { get; private set; }

    private async Task BeatAsync(Func<CancellationToken, Task<bool>> renewAsync, IngestionOptions options, TimeProvider time)
    {
        var started = time.GetTimestamp();
        var renewed = started;
        using var timer = new PeriodicTimer(options.Heartbeat, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_lost.Token))
            {
                try
                {
                    if (time.GetElapsedTime(started) > options.LongestRun)
                    {
                        LossCause = LeaseLossCause.RanTooLong;
                        break;
                    }
                    if (!await renewAsync(_lost.Token))
                    {
                        LossCause = LeaseLossCause.TakenOver;
                        break;
                    }
                    renewed = time.GetTimestamp();
                }
                catch (Exception fault) when (TransientFaults.IsOutage(fault) && time.GetElapsedTime(renewed) < options.Lease)
                {
                    // One beat is lost; the lease still holds.
                }
            }
        }
        catch (Exception) when (_lost.IsCancellationRequested)
        {
            // The work is over, or the program is.
        }
        finally
        {
            // Whatever ends the beat: without it the document is not ours any longer.
            await _lost.CancelAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _lost.CancelAsync();
        await _heartbeat.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _lost.Dispose();
    }
}

/// <summary>Why a claim was lost, though its worker lives.</summary>
internal enum LeaseLossCause
{
    /// <summary>No renewal got through for as long as the lease holds.</summary>
    NotRenewed,
    TakenOver,
    RanTooLong,
}
