using CreamPie.Core.Market;

namespace CreamPie.Core.Ingestion;

/// <summary>The last price that a source told of a stock, for all processes; never a bar.</summary>
public sealed class LastQuote
{
    public int StockId { get; set; }
    public SourceName Source { get; set; }
    public double Price { get; set; }

    /// <summary>Of the session before; null if the source does not tell it.</summary>
    public double? PreviousClose { get; set; }
    public string? Currency { get; set; }

    /// <summary>When the price was made, as the source says (UTC).</summary>
    public DateTime At { get; set; }

    /// <summary>When we asked (UTC).</summary>
    public DateTime AskedAt { get; set; }
}
