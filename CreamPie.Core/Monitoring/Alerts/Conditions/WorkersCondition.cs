using CreamPie.Core.Monitoring.Nodes;
using CreamPie.Core.Storage;

namespace CreamPie.Core.Monitoring.Alerts.Conditions;

/// <summary>No worker is running.</summary>
internal sealed class WorkersCondition(WorkerWatch workers) : IAlertCondition
{
    /// <summary>A restart or an update of the workers takes less.</summary>
    private static readonly TimeSpan Restart = TimeSpan.FromMinutes(5);

    public string Name => "workers";

    public async Task<IReadOnlyList<FoundAlert>> FindAsync(CreamPieDbContext db, DateTime now, CancellationToken cancellationToken) =>
        await workers.CheckAsync(cancellationToken) is { } why
            ? [new(Name, "No worker is running", why) { Patience = Restart }]
            : [];
}
