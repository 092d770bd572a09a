using CreamPie.Core.Querying.Stocks;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Web.Components.Stocks.PullState;

internal enum StepMark
{
    Ahead,
    Now,
    Waits,
    Failed,
    Done,
}

internal sealed record PullStep(string Name, StepMark Mark);

/// <summary>The progress of a pull as four steps.</summary>
internal static class PullSteps
{
    private static readonly (string Name, string Doing)[] Names =
        [("Planned", "Planned"), ("Fetched", "Fetching"), ("Archived", "Archiving"), ("Loaded", "Loading")];

    public static IReadOnlyList<PullStep> Of(PullView pull)
    {
        var (at, mark) = Reached(pull);
        return [.. Names.Select((step, i) => i.CompareTo(at) switch
        {
            < 0 => new PullStep(step.Name, StepMark.Done),
            0 => new PullStep(mark == StepMark.Done ? step.Name : step.Doing, mark),
            _ => new PullStep(step.Name, StepMark.Ahead),
        })];
    }

    private static (int At, StepMark Mark) Reached(PullView pull)
    {
        var working = pull.IsArchived ? 3 : 1;
        return pull.State switch
        {
            null or DocumentState.Planned => (0, StepMark.Now),
            DocumentState.Loaded => (3, StepMark.Done),
            DocumentState.Quarantined or DocumentState.Dead or DocumentState.Superseded => (working, StepMark.Failed),
            _ => (working, pull.WaitsUntil is null ? StepMark.Now : StepMark.Waits),
        };
    }
}
