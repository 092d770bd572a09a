namespace CreamPie.Core.Ingestion;

/// <summary>Timing and limits of the pipeline.</summary>
public sealed class IngestionOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Ingestion";

    /// <summary>Length of a lease after its last renewal.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Interval at which a worker renews its lease.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest run of one document; then its lease is not renewed and its work is cancelled.</summary>
    public TimeSpan LongestRun { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>Time limit of parsing one document; the largest real one takes a hundredth of it.</summary>
    public TimeSpan ParseBudget { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Interval of the sweeps.</summary>
    public TimeSpan Sweep { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Interval of the scans of the drop folder.</summary>
    public TimeSpan DropScan { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Concurrent documents in one process.</summary>
    public int Workers { get; set; } = 4;

    /// <summary>Failed attempts before a document is given up.</summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>Crashes during parse or load of the same bytes before the document is given up.</summary>
    public int MaxCrashes { get; set; } = 3;

    /// <summary>Wait after a database or disk outage; such attempts are not counted.</summary>
    public TimeSpan OutageRest { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Time after which a crash-loop document is requeued once: the crash may have had another cause.</summary>
    public TimeSpan CrashLoopRest { get; set; } = TimeSpan.FromHours(1);
}
