using CreamPie.Core.Market;

namespace CreamPie.Core.Loading;

/// <summary>A bar as its document gave it. <see cref="BasisDate"/> says which splits are in its prices; see Adjustment.</summary>
public sealed class DailyBarRow
{
    public int StockId { get; set; }
    public SourceName Source { get; set; }
    public DateOnly Date { get; set; }
    public double? Open { get; set; }
    public double? High { get; set; }
    public double? Low { get; set; }
    public double Close { get; set; }
    public double? AdjClose { get; set; }
    public long? Volume { get; set; }
    public bool Final { get; set; }

    /// <summary>Day of the capture, in the exchange's zone: splits up to it are in the prices, later ones are not.</summary>
    public DateOnly BasisDate { get; set; }
    public int DocumentId { get; set; }
    public DateTime KnownSince { get; set; }
}

/// <summary>What a bar was before it was replaced; with KnownFrom and KnownTo it answers "as known at".</summary>
public sealed class BarRevision
{
    public int StockId { get; set; }
    public SourceName Source { get; set; }
    public DateOnly Date { get; set; }
    public DateTime KnownFrom { get; set; }
    public DateTime KnownTo { get; set; }
    public double? Open { get; set; }
    public double? High { get; set; }
    public double? Low { get; set; }
    public double Close { get; set; }
    public double? AdjClose { get; set; }
    public long? Volume { get; set; }

    /// <summary>False for a provisional row: kept, not listed.</summary>
    public bool Final { get; set; }
    public DateOnly BasisDate { get; set; }
    public int DocumentId { get; set; }
}

/// <summary>
/// A dividend restates the adjusted closes of a whole history by a few constant factors: what is kept of it.
/// Adjusted closes before <see cref="BeforeDate"/> (and from the next earlier one on) were multiplied by <see cref="Factor"/>.
/// </summary>
public sealed class AdjustmentRevision
{
    public int StockId { get; set; }
    public SourceName Source { get; set; }
    public DateOnly BeforeDate { get; set; }
    public DateTime KnownFrom { get; set; }
    public double Factor { get; set; }
    public int DocumentId { get; set; }
}
