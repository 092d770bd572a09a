using CreamPie.Core.Archiving;
using CreamPie.Core.Ingestion.Running;
using CreamPie.Core.Loading.Replay;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Ingestion.Maintenance;

/// <summary>
/// Judges the documents of marked stocks anew, one stock after the other: after an upgrade to newer rules or parsers, and after
/// listings were separated or joined. What a stock serves stays until its replay is written; one that fails is tried again an hour later.
/// </summary>
public sealed partial class ReplayService(
    IDbContextFactory<CreamPieDbContext> contexts, MaintenanceSchedule schedule, ParserUpgrade upgrade, DocumentSetReader sets,
    StockReplay replay, DiskSpaceGuard diskSpace, TimeProvider time, ILogger<ReplayService> log)
    : PeriodicService(Tick, time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(10);

    /// <summary>The turn of a process, at most; then any may go on.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(10);

    private readonly Dictionary<int, DateTime> _failed = [];

    /// <inheritdoc/>
    protected override Task RunAsync(CancellationToken stoppingToken) => RunDueAsync(stoppingToken);

    /// <inheritdoc/>
    protected override void Report(Exception fault) => Log.Failed(log, fault);

    internal async Task RunDueAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var end = Time.Now() + Turn / 2;
        await upgrade.MarkAsync(db, cancellationToken);
        if (await NextAsync(db, cancellationToken) is null
            || !await schedule.TryTakeAsync(db, MaintenanceTask.ReplayStocks, Turn, cancellationToken))
            return;
        while (Time.Now() < end && diskSpace.Paused is null && await NextAsync(db, cancellationToken) is { } stockId)
        {
            if (!await TryRunAsync(stockId, cancellationToken))
                _failed[stockId] = Time.Now() + TimeSpan.FromHours(1);
        }
        await schedule.SetNextRunAsync(db, MaintenanceTask.ReplayStocks, TimeSpan.Zero, cancellationToken);
    }

    private async Task<bool> TryRunAsync(int stockId, CancellationToken cancellationToken)
    {
        try
        {
            return await sets.ReadAsync(stockId, arriving: null, cancellationToken) is { } set
                && await replay.RunAsync(set, Time.Now(), cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            Log.LeftAsItIs(log, fault, stockId);
            return false;
        }
    }

    private async Task<int?> NextAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        var now = Time.Now();
        var failed = _failed.Where(f => f.Value > now).Select(f => f.Key).ToList();
        return await db.Stocks.Where(s => s.NeedsReplay && !failed.Contains(s.Id))
            .OrderBy(s => s.Id)
            .Select(s => (int?)s.Id)
            .FirstOrDefaultAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Stocks could not be judged anew; it is tried again.")]
        public static partial void Failed(ILogger logger, Exception fault);

        [LoggerMessage(2, LogLevel.Error, "Stock {StockId} could not be judged anew; it is tried again in an hour.")]
        public static partial void LeftAsItIs(ILogger logger, Exception fault, int stockId);
    }
}
