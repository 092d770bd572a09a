namespace CreamPie.Core.Ingestion.Dispatching;

/// <summary>Result of one sweep.</summary>
/// <param name="Planned">Number of pulls planned.</param>
/// <param name="NextDueIn">Time until the next waiting document is due, on the database's clock; null if none waits.</param>
/// <param name="PlanningFault">Exception that prevented planning; null without one.</param>
public sealed record SweepResult(int Planned, TimeSpan? NextDueIn, Exception? PlanningFault)
{
    /// <summary>True if the workers could use more than there was.</summary>
    public bool IsDry { get; init; }
}
