using CreamPie.Core.Retrieval.Http;

namespace CreamPie.Core.Retrieval;

/// <summary>The answer to a wish to ask a source.</summary>
public abstract record SourceResponse
{
    private SourceResponse() { }

    /// <summary>It is not its turn: nothing was asked for, or only robots.txt, and nobody is charged.</summary>
    /// <param name="Until">UTC; when to try again.</param>
    /// <param name="Why">One sentence for a person.</param>
    public sealed record Deferred(DateTime Until, string Why) : SourceResponse;

    /// <param name="GateToken">The gate's token in that visit; null if robots.txt forbade it without one.</param>
    public sealed record Completed(FetchResult Result, long? GateToken) : SourceResponse;
}
