namespace CreamPie.Tests.Reliability.Crashes;

/// <param name="Kills">The least number of SIGKILLs; up to three times as many while too few interrupt work.</param>
/// <param name="Nodes">Processes at a time on one database.</param>
internal sealed record KillPlan(int Kills, int Nodes, int Seed)
{
    /// <summary>The number of kills in a test run; the kill command runs more.</summary>
    public const int InTests = 5;

    /// <summary>Few in a short run, so that each gets later pages.</summary>
    public int CompaniesPulled => Kills < 100 ? 4 : 12;

    public int CompaniesDropped => Kills < 100 ? 2 : 5;

    public bool IsProof(int interrupted, int working) => working > 0 && interrupted * 3 >= working;

    /// <summary>The limit within which interrupted work must resume.</summary>
    public static readonly TimeSpan MaxStall = TimeSpan.FromSeconds(60);
}

/// <param name="Working">Kills after the process listened; the others came while it started.</param>
/// <param name="Frozen">Processes that were stopped for longer than their leases and then went on.</param>
/// <param name="Pulls">Pages that were to be fetched, each of them one document.</param>
/// <param name="Files">Files that were dropped, each of them one document.</param>
/// <param name="Restated">Splits and dividends that came with a later page and restated stored bars.</param>
/// <param name="Interrupted">Leases left behind by a death or a freeze.</param>
/// <param name="LongestStall">
/// The longest time from the last heartbeat of such a lease until a process took its document over or the frozen worker resumed:
/// with the loop's short lease and sweep, and with all deaths and starts of the other processes.
/// </param>
/// <param name="LongestStallWhileUp"><paramref name="LongestStall"/> without the time in which no process was running.</param>
/// <param name="Faults">What is lost, doubled, wrong or stuck.</param>
internal sealed record KillReport(
    string Database, KillPlan Plan, int Kills, int Working, int Frozen, int Pulls, int Files, int Documents,
    (int Splits, int Dividends) Restated, int Bars,
    int Interrupted, TimeSpan LongestStall, TimeSpan LongestStallWhileUp, string LongestDocument, TimeSpan MedianStall, TimeSpan Elapsed,
    IReadOnlyList<string> Faults)
{
    /// <summary>Why the run fails or proves nothing; empty if it is good.</summary>
    public IReadOnlyList<string> Complaints =>
    [
        .. Faults,
        .. Kills < Plan.Kills ? ["Fewer kills than planned."] : (string[])[],
        .. !Plan.IsProof(Interrupted, Working) ? ["Too few kills interrupted anything."] : (string[])[],
        .. LongestStallWhileUp >= KillPlan.MaxStall
            ? [$"A document stalled for {LongestStallWhileUp} while a process was running."] : (string[])[],
    ];

    public override string ToString() => FormattableString.Invariant(
        $"{Database}: {Kills} SIGKILLs ({Working} at work, {Kills - Working} while starting), {Frozen} frozen, seed {Plan.Seed}, ")
        + FormattableString.Invariant($"{Elapsed.TotalSeconds:0} s, ")
        + FormattableString.Invariant(
        $"{Pulls} pulls and {Files} files fed, {Documents} documents, {Bars} bars, ")
        + FormattableString.Invariant(
        $"{Restated.Splits} splits and {Restated.Dividends} dividends restated them; ")
        + FormattableString.Invariant(
        $"{Interrupted} documents interrupted; stalled since the last heartbeat: median {MedianStall.TotalSeconds:0.0} s, ")
        + FormattableString.Invariant(
        $"longest {LongestStall.TotalSeconds:0.0} s ({LongestDocument}), {LongestStallWhileUp.TotalSeconds:0.0} s with a process running; ")
        + FormattableString.Invariant($"{Faults.Count} faults");
}
