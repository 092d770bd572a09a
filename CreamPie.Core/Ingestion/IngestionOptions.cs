namespace CreamPie.Core.Ingestion;

public sealed class IngestionOptions
{
    public const string Section = "Ingestion";

    /// <summary>A claim is void this long after its last heartbeat.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>No document takes longer; then its heartbeat stops and its work is cancelled.</summary>
    public TimeSpan LongestRun { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>For one reading of a document; the largest real one takes a hundredth of it.</summary>
    public TimeSpan ParseBudget { get; set; } = TimeSpan.FromSeconds(2);

    public TimeSpan Sweep { get; set; } = TimeSpan.FromSeconds(10);

    public TimeSpan DropScan { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Documents at a time in one process.</summary>
    public int Workers { get; set; } = 4;

    /// <summary>Attempts that may fail before a document is given up.</summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>Deaths inside parse or load of the same bytes before it is given up.</summary>
    public int MaxCrashes { get; set; } = 3;

    /// <summary>A document that met a fault of the database or the disk waits this long, uncharged, however often.</summary>
    public TimeSpan OutageRest { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>What was given up for that is let back once after this time: the process may have died of something else.</summary>
    public TimeSpan CrashLoopRest { get; set; } = TimeSpan.FromHours(1);
}
