using System.Threading.Channels;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Tracking;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Ingestion.Dispatching;

/// <summary>
/// Runs documents by workers in this process instead of a job server. The channel may lose its content at any time: the
/// sweeper dispatches again what is not leased.
/// </summary>
public sealed class ChannelDispatcher(Pipeline pipeline, DueSignal due, IOptions<IngestionOptions> options)
    : BackgroundService, IDispatcher
{
    private readonly Channel<int> _documents = Channel.CreateUnbounded<int>();

    /// <summary>Documents that wait for a worker or are in work.</summary>
    private int _count;

    /// <summary>Queues the document; never blocks.</summary>
    public void Dispatch(Document document)
    {
        Interlocked.Increment(ref _count);
        _documents.Writer.TryWrite(document.Id);
    }

    /// <summary>
    /// As many as there are idle workers: which source should be next is known when a worker becomes free. One taken ahead waits for the
    /// host at which another node has begun meanwhile.
    /// </summary>
    public int Room => Math.Max(0, options.Value.Workers - Volatile.Read(ref _count));

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, options.Value.Workers).Select(_ => WorkAsync(stoppingToken)));

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await foreach (var id in _documents.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await pipeline.RunAsync(id, stoppingToken);
            }
            catch (Exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The pipeline has recorded and logged it.
            }
            finally
            {
                Interlocked.Decrement(ref _count);
                due.RaiseFree();
            }
        }
    }
}
