using CreamPie.Core.Ingestion.Dispatching;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Operating;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Monitoring.Nodes;

/// <summary>
/// Renews this node's row from the start to the end of the process, whatever its role, and looks each time whether a worker is there:
/// dead workers cannot say so themselves.
/// </summary>
public sealed partial class NodeHeartbeat(
    ThisNode self,
    LastSweep sweep,
    WorkerWatch workers,
    IDbContextFactory<CreamPieDbContext> contexts,
    DatabaseClock clock,
    IOptions<StorageOptions> storage,
    TimeProvider time,
    ILogger<NodeHeartbeat> log) : PeriodicService(Node.Beat, time)
{
    /// <summary>SQLite's one process is alone, and a write every ten seconds would let no disk sleep.</summary>
    private static readonly TimeSpan BeatAlone = TimeSpan.FromMinutes(5);

    /// <summary>A node that has been silent for longer than this is forgotten.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    private long _lastBeat;

    /// <summary>The first heartbeat comes before the process serves its first request.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryAsync(RunAsync, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(EndAsync, cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        await using (var db = await contexts.CreateDbContextAsync(stoppingToken))
        {
            if (_lastBeat == 0 || Time.GetElapsedTime(_lastBeat) >= Period(db))
                await BeatAsync(db, stoppingToken);
        }
        await workers.CheckAsync(stoppingToken);
    }

    /// <inheritdoc/>
    protected override void Report(Exception fault) => Log.Failed(log, fault);

    internal async Task BeatAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        var now = await clock.NowAsync(db, cancellationToken);
        // Three of them may be missed.
        var until = now + Period(db) * 3 + Node.Beat;
        var (free, size) = Disk();
        // On the database's clock, like all of the row; the process's own may be wrong.
        var swept = sweep.At is { } at ? now - (Time.Now() - at) : (DateTime?)null;
        var renewed = await db.Nodes.Where(n => n.Id == self.Id).ExecuteUpdateAsync(
            set => set.SetProperty(n => n.LastBeat, now).SetProperty(n => n.AliveUntil, until)
                .SetProperty(n => n.LastSweep, swept)
                .SetProperty(n => n.FreeBytes, free).SetProperty(n => n.DiskBytes, size),
            cancellationToken);
        _lastBeat = Time.GetTimestamp();
        if (renewed == 1)
            return;
        await ForgetAsync(db, now, cancellationToken);
        db.Nodes.Add(new Node
        {
            Id = self.Id,
            Role = self.Role,
            IsWorker = self.IsWorker,
            Machine = ColumnText.Shortened(self.Machine, Node.LongestName),
            Version = ColumnText.Shortened(self.Version, Node.LongestName),
            StartedAt = now,
            LastBeat = now,
            AliveUntil = until,
            LastSweep = swept,
            FreeBytes = free,
            DiskBytes = size,
        });
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>What this node replaces, and what is long gone. SQLite has one process: all others are.</summary>
    private Task ForgetAsync(CreamPieDbContext db, DateTime now, CancellationToken cancellationToken)
    {
        var (isAlone, old) = (db.Database.IsSqlite(), now - Remembered);
        return db.Nodes
            .Where(n => isAlone || n.LastBeat < old
                || (n.Machine == self.Machine && n.Role == self.Role && (n.StoppedAt != null || n.AliveUntil < now)))
            .ExecuteDeleteAsync(cancellationToken);
    }

    private static TimeSpan Period(CreamPieDbContext db) => db.Database.IsSqlite() ? BeatAlone : Node.Beat;

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = await clock.NowAsync(db, cancellationToken);
        await db.Nodes.Where(n => n.Id == self.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(n => n.StoppedAt, now), cancellationToken);
    }

    private (long? Free, long? Size) Disk()
    {
        try
        {
            var disk = new DriveInfo(Path.GetFullPath(storage.Value.Path));
            return (disk.AvailableFreeSpace, disk.TotalSize);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return (null, null);
        }
    }

    private async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            Report(fault);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The heartbeat of this node could not be written; the next one is tried in 10 seconds.")]
        public static partial void Failed(ILogger logger, Exception fault);
    }
}
