using CreamPie.Core.Retrieval.Http;
using CreamPie.Core.Retrieval.Politeness;

namespace CreamPie.Core.Retrieval;

/// <summary>Result of a request to a source.</summary>
public abstract record SourceResult
{
    private SourceResult() { }

    /// <summary>Not made: the host is busy or paused, or only robots.txt was fetched. No attempt is counted.</summary>
    /// <param name="Until">UTC; when to retry.</param>
    /// <param name="Why">Why, in one sentence.</param>
    public sealed record Deferred(DateTime Until, string Why) : SourceResult;

    /// <summary>Made, or forbidden by robots.txt.</summary>
    /// <param name="Result">The result, classified.</param>
    /// <param name="Gate">The host's gate as it was acquired; null if robots.txt forbade the request.</param>
    public sealed record Completed(FetchResult Result, GateResult.Acquired? Gate) : SourceResult;
}
