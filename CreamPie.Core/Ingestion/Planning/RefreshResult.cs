using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Ingestion.Planning;

/// <summary>Result of a manual pull.</summary>
public abstract record RefreshResult
{
    private RefreshResult() { }

    /// <summary>Queued now or before.</summary>
    /// <param name="Pull">The open pull.</param>
    public sealed record Queued(Document Pull) : RefreshResult;

    /// <summary>No such stock, or it is not tracked.</summary>
    public sealed record NotTracked : RefreshResult;

    /// <summary>The stock is paused.</summary>
    public sealed record StockPaused : RefreshResult;

    /// <summary>The circuit breaker has stopped every source of the stock's order: resume one first.</summary>
    public sealed record SourcesStopped : RefreshResult;
}
