using System.Threading.Channels;
using CreamPie.Core.Storage.Tables;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Ingestion.Dispatching;

/// <summary>
/// Workers in this process instead of a job server. What stands in the channel may be lost at any time: the sweeper hands
/// over again what nobody has claimed.
/// </summary>
public sealed class ChannelDispatcher(Pipeline pipeline, IOptions<IngestionOptions> options) : BackgroundService, IDispatcher
{
    private readonly Channel<int> _documents = Channel.CreateUnbounded<int>();

    public void Dispatch(Document document) => _documents.Writer.TryWrite(document.Id);

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
                // The pipeline has written it on the document and into the log.
            }
        }
    }
}
