using System.Globalization;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Operating;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Monitoring.Alerts.Conditions;

/// <summary>A node's disk comes near the limit at which pulls and imports pause.</summary>
internal sealed class DiskCondition(IOptions<StorageOptions> storage) : IAlertCondition
{
    /// <summary>Of the limits; early enough to make room.</summary>
    private const double Early = 1.5;

    public string Name => "disk";

    public async Task<IReadOnlyList<FoundAlert>> FindAsync(CreamPieDbContext db, DateTime now, CancellationToken cancellationToken)
    {
        var nodes = await db.Nodes.AsNoTracking().Alive(now).OrderBy(n => n.Machine).ToListAsync(cancellationToken);
        return
        [
            .. nodes.Where(IsLow).DistinctBy(n => n.Machine).Select(n => new FoundAlert(
                $"{Name}:{n.Machine}", $"The disk of {n.Machine} is nearly full",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{n.FreeBytes / 1e6:0} MB of {n.DiskBytes / 1e6:0} MB are free. Pulls and imports pause below "
                    + $"{storage.Value.MinFreeMegabytes} MB or {storage.Value.MinFreePercent:0.#}% "
                    + $"(Storage__MinFreeMegabytes, Storage__MinFreePercent)."))),
        ];
    }

    private bool IsLow(Node node) => node is { FreeBytes: { } free, DiskBytes: { } size }
        && (free < Early * storage.Value.MinFreeMegabytes * 1e6 || 100.0 * free / Math.Max(1, size) < Early * storage.Value.MinFreePercent);
}
