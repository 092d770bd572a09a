using System.Globalization;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Monitoring.Alerts.Conditions;

/// <summary>A host refuses our requests again and again.</summary>
internal sealed class HostsCondition : IAlertCondition
{
    /// <summary>Each doubles the pause, so that the third comes hours after the first.</summary>
    private const int Refusals = 3;

    public string Name => "host";

    public async Task<IReadOnlyList<FoundAlert>> FindAsync(CreamPieDbContext db, DateTime now, CancellationToken cancellationToken) =>
    [
        .. (await db.HostGates.AsNoTracking().Where(g => g.Refusals >= Refusals).OrderBy(g => g.Host).ToListAsync(cancellationToken))
            .Select(g => new FoundAlert(
                $"{Name}:{g.Host}", $"{g.Host} refuses requests",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"It refused {g.Refusals} requests in a row ({g.Why}); the next one is made after {g.PausedUntil ?? g.NextSlot:u}."))),
    ];
}
