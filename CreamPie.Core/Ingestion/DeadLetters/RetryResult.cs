namespace CreamPie.Core.Ingestion.DeadLetters;

/// <summary>Result of retrying a dead letter.</summary>
public enum RetryResult
{
    /// <summary>It is queued.</summary>
    Queued,

    /// <summary>No such dead letter.</summary>
    NothingToRetry,

    /// <summary>A request whose stock is paused.</summary>
    StockPaused,

    /// <summary>A request whose stock is no longer tracked.</summary>
    StockNotTracked,

    /// <summary>A request to a source that its circuit breaker has stopped: resume the source first.</summary>
    SourceStopped,

    /// <summary>A request to a source that is no longer configured.</summary>
    SourceNotInstalled,
}
