using CreamPie.Core.Database;
using CreamPie.Core.Market;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Ingestion;

/// <summary>
/// The sweeper's rare duties, each done by one process for all: crash loops let back, invariants looked at every hour,
/// what time can heal tried again every day, the archive tidied every week.
/// </summary>
public sealed partial class Housekeeping(
    CrashLoops crashLoops,
    DeadLetters deadLetters,
    Invariants invariants,
    ArchiveKeeping archive,
    IDbContextFactory<CreamPieDbContext> contexts,
    DatabaseClock clock,
    TimeProvider time,
    ILogger<Housekeeping> log) : BackgroundService
{
    /// <summary>Read back in an hour.</summary>
    private const long MostBytes = 1L << 30;

    private const string DeadLetterDuty = "(dead letters)";
    private const string ArchiveDuty = "(archive)";

    /// <summary>After a fault, or a death, in the middle of a duty.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromHours(1);

    private static readonly TimeSpan Tick = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await KeepAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Failed(log, fault);
            }
        }
    }

    internal async Task KeepAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await crashLoops.LetBackAsync(db, cancellationToken) is > 0 and var back)
            Log.LetBack(log, back);
        // SQLite's clock goes on from here, should the machine's be behind at the next start.
        if (db.Database.IsSqlite())
            await IsOursAsync(db, "(clock)", TimeSpan.Zero, cancellationToken);
        if (await IsOursAsync(db, DeadLetterDuty, Soon, cancellationToken))
        {
            await deadLetters.RetryHealableAsync(cancellationToken);
            await IsDoneAsync(db, DeadLetterDuty, TimeSpan.FromDays(1), cancellationToken);
        }
        if (await IsOursAsync(db, "(invariants)", Soon, cancellationToken))
        {
            foreach (var broken in await invariants.BrokenAsync(MostBytes, cancellationToken))
                Log.Broken(log, broken);
        }
        if (await IsOursAsync(db, ArchiveDuty, Soon, cancellationToken))
        {
            await archive.KeepAsync(cancellationToken);
            await IsDoneAsync(db, ArchiveDuty, TimeSpan.FromDays(7), cancellationToken);
        }
    }

    /// <summary>Now, because the job of that name or an admin asks for it; by itself not again for a day.</summary>
    /// <returns>How many stocks were made due.</returns>
    public async Task<int> RetryHealableAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await IsOursAsync(db, DeadLetterDuty, Soon, cancellationToken, isAsked: true);
        var count = await deadLetters.RetryHealableAsync(cancellationToken);
        await IsDoneAsync(db, DeadLetterDuty, TimeSpan.FromDays(1), cancellationToken);
        return count;
    }

    /// <summary>
    /// Whoever moves the duty's next slot does it: the table of the hosts' gates is one of turns, and a name in brackets is
    /// no host's. Lost with its holder, a turn comes again with the next slot.
    /// </summary>
    /// <param name="every">Until the next slot, should the duty not get done.</param>
    /// <param name="isAsked">Also before its time.</param>
    private async Task<bool> IsOursAsync(CreamPieDbContext db, string duty, TimeSpan every, CancellationToken cancellationToken, bool isAsked = false)
    {
        var now = await clock.NowAsync(db, cancellationToken);
        object slot = db.Database.IsNpgsql() ? now : new DateTimeOffset(now).ToUnixTimeMilliseconds();
        await db.Database.ExecuteSqlAsync(
            $"insert into host_gate (host, token, next_slot, refusals) values ({duty}, 0, {slot}, 0) on conflict do nothing", cancellationToken);
        return await db.HostGates.Where(g => g.Host == duty && (isAsked || g.NextSlot <= now))
            .ExecuteUpdateAsync(set => set.SetProperty(g => g.NextSlot, now + every), cancellationToken) == 1;
    }

    private async Task IsDoneAsync(CreamPieDbContext db, string duty, TimeSpan every, CancellationToken cancellationToken)
    {
        var next = await clock.NowAsync(db, cancellationToken) + every;
        await db.HostGates.Where(g => g.Host == duty).ExecuteUpdateAsync(set => set.SetProperty(g => g.NextSlot, next), cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Broken: {What}")]
        public static partial void Broken(ILogger logger, string what);

        [LoggerMessage(2, LogLevel.Warning, "{Count} documents that processes had died of are let back once.")]
        public static partial void LetBack(ILogger logger, int count);

        [LoggerMessage(3, LogLevel.Error, "Housekeeping failed; its next time comes.")]
        public static partial void Failed(ILogger logger, Exception fault);
    }
}
