using System.Globalization;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Operating;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Monitoring.Nodes;

/// <summary>Whether any node of the installation works, by the heartbeats in the database.</summary>
public sealed partial class WorkerWatch(
    IDbContextFactory<CreamPieDbContext> contexts, DatabaseClock clock, ILogger<WorkerWatch> log)
{
    private string? _missing;

    /// <summary>Why nothing is pulled, loaded or imported, in sentences, as last checked; null while a worker works.</summary>
    public string? Missing => Volatile.Read(ref _missing);

    /// <summary>Looks now; logs when the workers go and when one is back.</summary>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <returns>As <see cref="Missing"/>.</returns>
    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = await clock.NowAsync(db, cancellationToken);
        var missing = await db.Nodes.Working(now).AnyAsync(cancellationToken) ? null : await WhyAsync(db, now, cancellationToken);
        var before = Interlocked.Exchange(ref _missing, missing);
        if (missing is not null && before is null)
            Log.Missing(log, missing);
        else if (missing is null && before is not null)
            Log.Back(log);
        return missing;
    }

    private static async Task<string> WhyAsync(CreamPieDbContext db, DateTime now, CancellationToken cancellationToken)
    {
        const string what = "No worker is running: nothing is pulled, loaded or imported.";
        var workers = db.Nodes.AsNoTracking().Where(n => n.IsWorker);
        if (await workers.Alive(now).OrderByDescending(n => n.LastBeat).FirstOrDefaultAsync(cancellationToken) is { } idle)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"The worker on {idle.Machine} does no work: it has planned nothing since {idle.LastSweep ?? idle.StartedAt:u}. "
                + $"See its log.");
        }
        return await workers.OrderByDescending(n => n.LastBeat).FirstOrDefaultAsync(cancellationToken) is not { } last
            ? $"{what} None has started yet (Node__Role=Worker or All)."
            : last.StoppedAt is { } stopped
                ? string.Create(CultureInfo.InvariantCulture, $"{what} The last one, on {last.Machine}, was stopped at {stopped:u}.")
                : string.Create(CultureInfo.InvariantCulture, $"{what} The last heartbeat came from {last.Machine} at {last.LastBeat:u}.");
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Why}")]
        public static partial void Missing(ILogger logger, string why);

        [LoggerMessage(2, LogLevel.Information, "A worker is running again.")]
        public static partial void Back(ILogger logger);
    }
}
