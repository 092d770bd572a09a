using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Ingestion.Files;

/// <summary>Scans the drop folder every few seconds, and survives every exception.</summary>
public sealed partial class DropFolderService(
    DropFolderScanner folder, IOptions<IngestionOptions> options, TimeProvider time, ILogger<DropFolderService> log) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.DropScan, time);
        do
        {
            try
            {
                await folder.ScanAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Failed(log, fault);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The drop folder could not be scanned; the next scan retries.")]
        public static partial void Failed(ILogger logger, Exception fault);
    }
}
