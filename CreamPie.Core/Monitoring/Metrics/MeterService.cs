using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Querying.Operating;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Monitoring.Metrics;

/// <summary>Reads the gauges' values every fifteen seconds, where metrics are collected.</summary>
public sealed partial class MeterService(
    InstallationMeter meter, OverviewQuery overview, TimeProvider time, ILogger<MeterService> log)
    : PeriodicService(TimeSpan.FromSeconds(15), time)
{
    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stoppingToken) =>
        meter.Show(await overview.OverviewAsync(Caller.System, stoppingToken));

    /// <inheritdoc/>
    protected override void Report(Exception fault) => Log.Failed(log, fault);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The values of the metrics could not be read; the next reading is in 15 seconds.")]
        public static partial void Failed(ILogger logger, Exception fault);
    }
}
