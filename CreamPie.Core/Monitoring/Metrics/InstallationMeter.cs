using System.Diagnostics.Metrics;
using CreamPie.Core.Querying.Operating;

namespace CreamPie.Core.Monitoring.Metrics;

/// <summary>
/// What the overview shows, as gauges of the meter <c>CreamPie.Installation</c>. Each node tells the same, because all of it is in the
/// database; nothing is told before the first reading.
/// </summary>
public sealed class InstallationMeter
{
    /// <summary>Name of the meter; all of ours begin with "CreamPie.".</summary>
    public const string Name = "CreamPie.Installation";

    private Overview? _last;

    /// <param name="meters">Makes the meter.</param>
    public InstallationMeter(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        Gauge("creampie.queue.documents", "{document}", "Documents that have work left, by kind.", Queue);
        Gauge("creampie.queue.age", "s", "How long the document that waits longest could have run.", o => One(Age(o)));
        Gauge("creampie.documents.failed", "{document}", "Failed documents.", o => One(o.FailedDocuments));
        Gauge("creampie.stocks", "{stock}", "Stocks, by their status as it is true now.", o =>
            o.Stocks.Select(s => Of(s.Value, "status", s.Key.ToString())));
        Gauge("creampie.nodes", "{node}", "Nodes with a fresh heartbeat, by role.", o =>
            o.Nodes.Where(n => n.IsAlive).GroupBy(n => n.Role).Select(r => Of(r.Count(), "role", r.Key)));
        Gauge("creampie.workers", "{node}", "Nodes that pull, load and import.", o => One(o.Nodes.Count(n => n.IsWorking)));
        Gauge("creampie.source.healthy", "{source}", "1 for a source whose last request succeeded and that is asked.", o =>
            o.Sources.Sources.Select(s => Of(s.IsHealthy ? 1 : 0, "source", s.Source.ToString())));
        Gauge("creampie.alerts.open", "{alert}", "What needs a person.", o => One(o.Alerts.Count(a => a.RecoveredAt is null)));
        Gauge("creampie.database.size", "By", "Size of the database.", o => One(o.DatabaseBytes));
        Gauge("creampie.disk.free", "By", "Free bytes of a node's disk.", o => o.Nodes
            .Where(n => n is { IsAlive: true, FreeBytes: not null }).DistinctBy(n => n.Machine)
            .Select(n => Of(n.FreeBytes!.Value, "machine", n.Machine)));

        void Gauge(string name, string unit, string what, Func<Overview, IEnumerable<Measurement<long>>> read) =>
            meter.CreateObservableGauge(name, () => Volatile.Read(ref _last) is { } overview ? read(overview) : [], unit, what);
    }

    internal void Show(Overview overview) => Volatile.Write(ref _last, overview);

    private static IEnumerable<Measurement<long>> Queue(Overview overview) =>
    [
        Of(overview.Queue.Pulls, "kind", "pull"), Of(overview.Queue.Running, "kind", "running"), Of(overview.Queue.Loads, "kind", "load"),
    ];

    private static long Age(Overview overview) =>
        overview.Queue.OldestDue is { } due && due < overview.At ? (long)(overview.At - due).TotalSeconds : 0;

    private static Measurement<long>[] One(long value) => [new(value)];

    private static Measurement<long> Of(long value, string tag, string of) => new(value, new KeyValuePair<string, object?>(tag, of));
}
