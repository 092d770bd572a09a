namespace CreamPie.Core.Ingestion.Dispatching;

/// <summary>What one sweep did.</summary>
/// <param name="Planned">How many pulls it planned.</param>
/// <param name="NextDueIn">How long until the next document that waits is due, on the database's clock; null if none waits.</param>
/// <param name="PlanningFault">What kept it from planning; null if nothing did.</param>
public sealed record SweepResult(int Planned, TimeSpan? NextDueIn, Exception? PlanningFault);
