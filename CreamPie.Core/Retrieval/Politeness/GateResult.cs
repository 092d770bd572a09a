namespace CreamPie.Core.Retrieval.Politeness;

/// <summary>Result of acquiring a host's gate.</summary>
public abstract record GateResult
{
    private GateResult() { }

    /// <summary>The request may be made.</summary>
    /// <param name="Token">Releases the gate; without effect once another request has acquired it.</param>
    /// <param name="Refusals">Of the host in a row before this request.</param>
    public sealed record Acquired(long Token, int Refusals) : GateResult;

    /// <summary>No request may be made now.</summary>
    /// <param name="Until">UTC; when to retry.</param>
    /// <param name="Why">Why, in one sentence.</param>
    public sealed record Busy(DateTime Until, string Why) : GateResult;
}
