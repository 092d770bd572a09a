using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Operating;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Monitoring.Alerts;

/// <summary>Sends the messages that are due: each by the node that claims it, again and again for two days if the channel fails.</summary>
public sealed partial class AlertDelivery(
    IEnumerable<IAlertChannel> channels,
    IDbContextFactory<CreamPieDbContext> contexts,
    DatabaseClock clock,
    ILogger<AlertDelivery> log)
{
    /// <summary>Messages of one call.</summary>
    private const int Most = 20;

    /// <summary>A node that dies while it sends loses its claim after this; longer than any attempt.</summary>
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <summary>Waits after the first, second, ... failed attempt; then it is given up.</summary>
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20),
    ];

    /// <summary>Sends what is due now.</summary>
    public async Task SendDueAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = await clock.NowAsync(db, cancellationToken);
        var due = await db.AlertMessages.AsNoTracking().Where(m => m.NextAttempt <= now)
            .OrderBy(m => m.NextAttempt).ThenBy(m => m.CreatedAt).Take(Most).ToListAsync(cancellationToken);
        foreach (var message in due)
        {
            // Those before it may have taken long.
            var until = await clock.NowAsync(db, cancellationToken) + Claim;
            var isOurs = await db.AlertMessages.Where(m => m.Id == message.Id && m.NextAttempt == message.NextAttempt)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(m => m.NextAttempt, until).SetProperty(m => m.Attempts, m => m.Attempts + 1),
                    cancellationToken) == 1;
            if (isOurs)
                await SendAsync(db, message, cancellationToken);
        }
        if (due.Count > 0)
            await db.AlertMessages.Where(m => m.NextAttempt == null && m.CreatedAt < now - Kept).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task SendAsync(CreamPieDbContext db, AlertMessage message, CancellationToken cancellationToken)
    {
        var channel = channels.FirstOrDefault(c => c.Name == message.Channel && c.IsOn);
        var failure = channel is null
            ? new("The channel is no longer set up.", IsFinal: true)
            : await channel.SendAsync(message, cancellationToken);
        var now = await clock.NowAsync(db, cancellationToken);
        DateTime? sent = failure is null ? now : null;
        DateTime? next = failure is { IsFinal: false } && message.Attempts < Waits.Length ? now + Waits[message.Attempts] : null;
        var error = failure is null ? null : ColumnText.Error(failure.Error);
        await db.AlertMessages.Where(m => m.Id == message.Id).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.SentAt, sent).SetProperty(m => m.NextAttempt, next).SetProperty(m => m.Error, error),
            cancellationToken);
        if (error is not null && next is null)
            Log.GivenUp(log, message.Title, message.Channel, error);
        else if (error is not null)
            Log.NotSent(log, message.Title, message.Channel, error, next!.Value);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The alert \"{Title}\" was not sent by {Channel}: {Error} It is tried again at {Next:u}.")]
        public static partial void NotSent(ILogger logger, string title, string channel, string error, DateTime next);

        [LoggerMessage(2, LogLevel.Error, "The alert \"{Title}\" was not sent by {Channel} and is given up: {Error}")]
        public static partial void GivenUp(ILogger logger, string title, string channel, string error);
    }
}
