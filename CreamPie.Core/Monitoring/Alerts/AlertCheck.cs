using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Operating;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Monitoring.Alerts;

/// <summary>
/// Compares what needs a person now with what operators were told, and writes a message for each difference, in one transaction: each
/// alert is told once, and once that it is over.
/// </summary>
public sealed partial class AlertCheck(
    IEnumerable<IAlertCondition> conditions,
    IEnumerable<IAlertChannel> channels,
    IDbContextFactory<CreamPieDbContext> contexts,
    DatabaseClock clock,
    ILogger<AlertCheck> log)
{
    /// <summary>Looks at every condition; one that fails keeps its alerts as they are.</summary>
    public Task CheckAsync(CancellationToken cancellationToken) => TransientFaults.RetryAsync(
        async () =>
        {
            await CheckOnceAsync(cancellationToken);
            return true;
        },
        cancellationToken);

    private async Task CheckOnceAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = await clock.NowAsync(db, cancellationToken);
        var known = await db.Alerts.ToListAsync(cancellationToken);
        foreach (var condition in conditions)
        {
            try
            {
                var found = await condition.FindAsync(db, now, cancellationToken);
                Compare(db, [.. known.Where(a => IsOf(condition, a.Key))], found, now);
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                Log.Failed(log, fault, condition.Name);
            }
        }
        await db.SaveChangesAsync(cancellationToken);
    }

    private static bool IsOf(IAlertCondition condition, string key) =>
        key == condition.Name || key.StartsWith(condition.Name + ":", StringComparison.Ordinal);

    private void Compare(CreamPieDbContext db, List<Alert> known, IReadOnlyList<FoundAlert> found, DateTime now)
    {
        foreach (var alert in found)
        {
            var row = known.Find(a => a.Key == alert.Key);
            if (row is null)
                db.Alerts.Add(row = new() { Key = alert.Key, Title = "", Detail = "", SeenSince = now });
            else if (row.RecoveredAt is not null)
                (row.SeenSince, row.RaisedAt, row.RecoveredAt) = (now, null, null);
            (row.Title, row.Detail) = (ColumnText.Shortened(alert.Title, 200, "…"), ColumnText.Error(alert.Detail));
            if (row.RaisedAt is null && now - row.SeenSince >= alert.Patience)
            {
                row.RaisedAt = now;
                Tell(db, row, isRecovery: false, now);
            }
        }
        foreach (var over in known.Where(a => a.RecoveredAt is null && found.All(f => f.Key != a.Key)))
        {
            if (over.RaisedAt is null)
            {
                db.Alerts.Remove(over);
                continue;
            }
            over.RecoveredAt = now;
            Tell(db, over, isRecovery: true, now);
        }
    }

    private void Tell(CreamPieDbContext db, Alert alert, bool isRecovery, DateTime now)
    {
        if (isRecovery)
            Log.Recovered(log, alert.Title);
        else
            Log.Raised(log, alert.Title, alert.Detail);
        foreach (var channel in channels.Where(c => c.IsOn))
        {
            db.AlertMessages.Add(new()
            {
                Id = Guid.NewGuid(),
                Key = alert.Key,
                Channel = channel.Name,
                IsRecovery = isRecovery,
                Title = alert.Title,
                Detail = alert.Detail,
                CreatedAt = now,
                NextAttempt = now,
            });
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Alert: {Title}. {Detail}")]
        public static partial void Raised(ILogger logger, string title, string detail);

        [LoggerMessage(2, LogLevel.Information, "Recovered: {Title}.")]
        public static partial void Recovered(ILogger logger, string title);

        [LoggerMessage(3, LogLevel.Warning, "Whether {Condition} needs an alert could not be found out; it is tried again in a minute.")]
        public static partial void Failed(ILogger logger, Exception fault, string condition);
    }
}
