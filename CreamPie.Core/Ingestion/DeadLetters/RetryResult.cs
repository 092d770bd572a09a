namespace CreamPie.Core.Ingestion.DeadLetters;

/// <summary>What became of the wish to run a dead letter again.</summary>
public enum RetryResult
{
    Queued,

    /// <summary>There is no such dead letter.</summary>
    NothingToRetry,

    /// <summary>It is a request, and its stock is paused: its source is not asked.</summary>
    StockPaused,

    /// <summary>It is a request, and the stock that it was planned for is not tracked any more.</summary>
    StockNotTracked,

    /// <summary>It is a request to a source that is stopped, because nobody knows its layout: resume that first.</summary>
    SourceStopped,

    /// <summary>It is a request to a source whose settings were taken away.</summary>
    SourceNotInstalled,
}
