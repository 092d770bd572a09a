using CreamPie.Core.Retrieval.Politeness;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Ingestion.Running;

/// <summary>
/// Lease of one document: a token that fences earlier owners, and a heartbeat that renews it. <see cref="Lost"/> is
/// cancelled when the lease is lost or the run takes too long; <see cref="LossCause"/> is the cause.
/// </summary>
internal sealed class DocumentLease : IAsyncDisposable
{
    private readonly CancellationTokenSource _lost;
    private readonly Task _heartbeat;

    public DocumentLease(
        Document document,
        Func<CancellationToken, Task<bool>> renewAsync,
        IngestionOptions options,
        TimeProvider time,
        CancellationToken stopping)
    {
        Document = document;
        _lost = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _heartbeat = BeatAsync(renewAsync, options, time);
    }

    /// <summary>The row as stored.</summary>
    public Document Document { get; set; }

    /// <summary>Host gate acquired in this run; null if none was.</summary>
    public (string Host, GateResult.Acquired Gate)? Gate { get; set; }

    /// <summary>True if the end of the run leaves the stock due at once, for its full history.</summary>
    public bool LeavesStockDue { get; set; }

    public long Token => Document.Token;

    public CancellationToken Lost => _lost.Token;

    /// <summary>Meaningful once the lease is lost, unless the program is stopping.</summary>
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
                    // One renewal failed; the lease still holds.
                }
            }
        }
        catch (Exception) when (_lost.IsCancellationRequested)
        {
            // The work or the program has ended.
        }
        finally
        {
            // However the heartbeat ends: without it the lease expires.
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

/// <summary>Why a lease was lost although its worker lives.</summary>
internal enum LeaseLossCause
{
    /// <summary>No renewal succeeded for the length of the lease.</summary>
    NotRenewed,
    TakenOver,
    RanTooLong,
}
