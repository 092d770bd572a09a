namespace CreamPie.Core.Retrieval.Politeness;

/// <summary>The answer to a wish to ask a host.</summary>
public abstract record GateResult
{
    private GateResult() { }

    /// <param name="Token">To give the gate back with; worthless once another has it.</param>
    public sealed record Acquired(long Token) : GateResult;

    /// <param name="Until">UTC; when to try again.</param>
    /// <param name="Why">One sentence for a person.</param>
    public sealed record Busy(DateTime Until, string Why) : GateResult;
}
