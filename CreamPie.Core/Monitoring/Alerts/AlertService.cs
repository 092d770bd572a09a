using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Monitoring.Alerts;

/// <summary>Runs on every node, because the workers may be what is gone; one of them looks each minute, and any may send.</summary>
public sealed partial class AlertService(
    AlertCheck check,
    AlertDelivery delivery,
    IDbContextFactory<CreamPieDbContext> contexts,
    MaintenanceSchedule schedule,
    TimeProvider time,
    ILogger<AlertService> log) : PeriodicService(TimeSpan.FromSeconds(20), time)
{
    private static readonly TimeSpan Each = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        if (await IsOursAsync(stoppingToken))
            await check.CheckAsync(stoppingToken);
        await delivery.SendDueAsync(stoppingToken);
    }

    /// <inheritdoc/>
    protected override void Report(Exception fault) => Log.Failed(log, fault);

    private async Task<bool> IsOursAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await schedule.TryTakeAsync(db, MaintenanceTask.CheckAlerts, Each, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Operator alerts could not be checked or sent; it is tried again in 20 seconds.")]
        public static partial void Failed(ILogger logger, Exception fault);
    }
}
