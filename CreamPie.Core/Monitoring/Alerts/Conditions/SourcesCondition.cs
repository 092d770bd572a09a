using System.Globalization;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Monitoring.Alerts.Conditions;

/// <summary>A source is stopped by its circuit breaker, or has answered nothing well for a day although it was asked.</summary>
internal sealed class SourcesCondition : IAlertCondition
{
    private static readonly TimeSpan Silence = TimeSpan.FromDays(1);

    /// <summary>A pull that is not made within it is not made because of its source.</summary>
    private static readonly TimeSpan Overdue = TimeSpan.FromHours(6);

    public string Name => "source";

    public async Task<IReadOnlyList<FoundAlert>> FindAsync(CreamPieDbContext db, DateTime now, CancellationToken cancellationToken)
    {
        var (silent, overdue) = (now - Silence, now - Overdue);
        var stocks = db.Stocks.Pulled();
        // On a weekend nothing is due, and an attempt that failed on Friday says nothing about the source.
        var isAwaited = await stocks.AnyAsync(s => s.NextDue < overdue || s.Status == StockStatus.Failing, cancellationToken);
        var rows = await db.SourceHealth.AsNoTracking().OrderBy(h => h.Source).ToListAsync(cancellationToken);
        return
        [
            .. rows.Where(h => h.StoppedAt is not null).Select(Stopped),
            .. rows.Where(h => isAwaited && h.StoppedAt is null && h.LastFailedAt >= silent && !(h.LastLoadedAt >= silent)).Select(Silent),
        ];
    }

    private FoundAlert Stopped(SourceHealthRow health) => new(
        $"{Name}:{health.Source}:stopped", $"Source {health.Source} is stopped",
        string.Create(
            CultureInfo.InvariantCulture,
            $"Since {health.StoppedAt:u}: {health.StoppedWhy} An update of CreamPie may know the new layout; "
            + $"the page Sources resumes it."));

    private FoundAlert Silent(SourceHealthRow health) => new(
        $"{Name}:{health.Source}:silent", $"Source {health.Source} has not answered for a day",
        string.Create(
            CultureInfo.InvariantCulture,
            $"Its last good answer was {(health.LastLoadedAt is { } at ? $"at {at:u}" : "never")}. "
            + $"Last failure: {health.LastReason ?? Reason.Network}. {health.LastError}"))
    {
        // The first attempt of a new source may fail.
        Patience = health.LastLoadedAt is null ? Overdue : TimeSpan.Zero,
    };
}
