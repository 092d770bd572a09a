using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Ingestion.Planning;

/// <summary>What became of the wish to pull a stock now.</summary>
public abstract record RefreshResult
{
    private RefreshResult() { }

    /// <summary>New, or on its way before.</summary>
    public sealed record Queued(Document Pull) : RefreshResult;

    public sealed record NotTracked : RefreshResult;

    public sealed record StockPaused : RefreshResult;

    /// <summary>Every source of its order is stopped, because nobody knows its layout: one of them is to be resumed first.</summary>
    public sealed record SourcesStopped : RefreshResult;
}
