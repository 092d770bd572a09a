using System.Threading.Channels;
using CreamPie.Core.Storage.Tables;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Ingestion.Dispatching;

/// <summary>
/// Runs documents by workers in this process instead of a job server. The channel may lose its content at any time: the
/// sweeper dispatches again what is not leased.
/// </summary>
public sealed class ChannelDispatcher(Pipeline pipeline, IOptions<IngestionOptions> options) : BackgroundService, IDispatcher
{
    private readonly Channel<int> _documents = Channel.CreateUnbounded<int>();

    /// <summary>Queues the document; never blocks.</summary>
    public void Dispatch(Document document) => _documents.Writer.TryWrite(document.Id);

    /// <summary>One that waits for each worker.</summary>
    public int Room => Math.Max(0, options.Value.Workers - _documents.Reader.Count);

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
        }
    }
}
