using CreamPie.Tests.Support;

namespace CreamPie.Tests.Reliability.Crashes;

/// <param name="Kills">SIGKILLs, at least; up to three times as many where they interrupt too little to prove anything.</param>
/// <param name="Nodes">Processes at a time on one database.</param>
internal sealed record KillPlan(int Kills, int Nodes, int Seed)
{
    /// <summary>Of a test; hundreds are a command's affair.</summary>
    public static int InTests => WholeRun.IsAsked ? 20 : 10;

    /// <summary>So few for a short run that each of them gets later pages, too.</summary>
    public int CompaniesPulled => Kills < 100 ? 4 : 12;

    public int CompaniesDropped => Kills < 100 ? 2 : 5;

    public bool IsProof(int interrupted, int working) => working > 0 && interrupted * 3 >= working;

    /// <summary>What was interrupted moves again within a minute.</summary>
    public static readonly TimeSpan MostStand = TimeSpan.FromSeconds(60);
}

/// <param name="Working">Kills after the process listened; the others came while it started.</param>
/// <param name="Frozen">Processes that were stopped for longer than their leases and then went on.</param>
/// <param name="Pulls">Pages that were to be fetched, each of them one document.</param>
/// <param name="Files">Files that were dropped, the same.</param>
/// <param name="Restated">Splits and dividends that came with a later page and restated what was there.</param>
/// <param name="Interrupted">Claims that a death or a freeze left behind.</param>
/// <param name="LongestStand">
/// The longest time from such a claim's last heartbeat until somebody took its document: with the loop's short lease and
/// sweep, and with all deaths and starts of those who were to take it.
/// </param>
/// <param name="LongestAmongLiving">The same without the time in which every process was dead or starting.</param>
/// <param name="Faults">What is lost, doubled, wrong or stands still.</param>
internal sealed record KillReport(
    string Database, KillPlan Plan, int Kills, int Working, int Frozen, int Pulls, int Files, int Documents, (int Splits, int Dividends) Restated, int Bars,
    int Interrupted, TimeSpan LongestStand, TimeSpan LongestAmongLiving, string Longest, TimeSpan MiddleStand, TimeSpan Elapsed, IReadOnlyList<string> Faults)
{
    /// <summary>Why the run proves nothing, or worse; empty if it is good.</summary>
    public IReadOnlyList<string> Complaints =>
    [
        .. Faults,
        .. Kills < Plan.Kills ? ["It killed less than was planned."] : (string[])[],
        .. !Plan.IsProof(Interrupted, Working) ? ["Too few kills interrupted anything."] : (string[])[],
        .. LongestAmongLiving >= KillPlan.MostStand ? [$"A document stood for {LongestAmongLiving} among the living."] : (string[])[],
    ];

    public override string ToString() => FormattableString.Invariant(
        $"{Database}: {Kills} SIGKILLs ({Working} at work, {Kills - Working} while starting), {Frozen} zombies, seed {Plan.Seed}, {Elapsed.TotalSeconds:0} s, ")
        + FormattableString.Invariant(
        $"{Pulls} pulls and {Files} files fed, {Documents} documents, {Bars} bars, {Restated.Splits} splits and {Restated.Dividends} dividends restated them; ")
        + FormattableString.Invariant(
        $"{Interrupted} documents interrupted, from the last heartbeat half stood up to {MiddleStand.TotalSeconds:0.0} s, the longest {LongestStand.TotalSeconds:0.0} s ({Longest}), {LongestAmongLiving.TotalSeconds:0.0} s with somebody alive; {Faults.Count} faults");
}
