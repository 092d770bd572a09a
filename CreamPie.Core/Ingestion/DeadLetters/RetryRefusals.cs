namespace CreamPie.Core.Ingestion.DeadLetters;

/// <summary>Why a dead letter is not retried, and what helps: as pages, API and job dashboard word it.</summary>
public static class RetryRefusals
{
    /// <param name="result">The result of a retry.</param>
    /// <param name="stock">The stock's symbol; "The stock" where it is not known.</param>
    /// <param name="source">The source's name; "The source" where it is not known.</param>
    /// <returns>Two sentences; null if it is queued, or if there is nothing to retry.</returns>
    public static string? Of(RetryResult result, string stock, string source) => result switch
    {
        RetryResult.StockPaused => $"{stock} is paused. Reactivate it first.",
        RetryResult.StockNotTracked => $"{stock} is no longer tracked. Track it again to pull its history.",
        RetryResult.SourceStopped => $"{source} is stopped because of an unknown layout. Resume it first.",
        RetryResult.SourceNotInstalled => $"{source} is no longer configured. Restore its settings (docs/sources.md) and restart.",
        _ => null,
    };
}
