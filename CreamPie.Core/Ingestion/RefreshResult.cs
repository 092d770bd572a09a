using CreamPie.Core.Archiving;

namespace CreamPie.Core.Ingestion;

/// <summary>What became of the wish to pull a stock now.</summary>
public abstract record RefreshResult
{
    private RefreshResult() { }

    /// <summary>New, or on its way before.</summary>
    public sealed record OnItsWay(Document Pull) : RefreshResult;

    public sealed record NotTracked : RefreshResult;

    public sealed record StockPaused : RefreshResult;

    /// <summary>Every source of its order is stopped, because nobody knows its layout: one of them is to be resumed first.</summary>
    public sealed record SourcesStopped : RefreshResult;
}
