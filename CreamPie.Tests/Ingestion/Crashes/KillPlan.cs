namespace CreamPie.Tests.Ingestion.Crashes;

/// <param name="Kills">SIGKILLs, at least.</param>
/// <param name="Nodes">Processes at a time on one database.</param>
internal sealed record KillPlan(int Kills, int Nodes, int Seed)
{
    public const int InCi = 200;
}

/// <param name="Working">Kills after the process listened; the others came while it started.</param>
/// <param name="Frozen">Processes that were stopped for longer than their leases and then went on.</param>
/// <param name="Interrupted">Claims that a death or a freeze left behind.</param>
/// <param name="LongestStand">The longest time that such a claim's document stood before somebody took it.</param>
/// <param name="Faults">What is lost, doubled, wrong or stands still.</param>
internal sealed record KillReport(
    string Database, KillPlan Plan, int Kills, int Working, int Frozen, int Documents, int Bars, int Interrupted, TimeSpan LongestStand, string Longest,
    TimeSpan Elapsed, IReadOnlyList<string> Faults)
{
    /// <summary>With the sweep of the defaults instead of the loop's short one.</summary>
    public TimeSpan LongestStandByDefault => LongestStand + TimeSpan.FromSeconds(10) - CrashSettings.Sweep;

    public override string ToString() => FormattableString.Invariant(
        $"{Database}: {Kills} SIGKILLs ({Working} at work, {Kills - Working} while starting), {Frozen} zombies, seed {Plan.Seed}, {Elapsed.TotalSeconds:0} s, ")
        + FormattableString.Invariant(
        $"{Documents} documents, {Bars} bars; {Interrupted} documents interrupted, the longest stood {LongestStand.TotalSeconds:0.0} s ({Longest}); {Faults.Count} faults");
}
