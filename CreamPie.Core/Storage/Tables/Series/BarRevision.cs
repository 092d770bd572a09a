using CreamPie.Core.Sources.Contract;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Series;

/// <summary>
/// A replaced bar, valid from KnownFrom to KnownTo: the past of <see cref="DailyBarRow"/> for "as known at" queries.
/// </summary>
public sealed class BarRevision
{
    /// <summary>Key of the <see cref="Stock"/>.</summary>
    public int StockId { get; set; }

    /// <summary>Source of the bar.</summary>
    public SourceName Source { get; set; }

    /// <summary>Session, in the exchange's time zone.</summary>
    public DateOnly Date { get; set; }

    /// <summary>UTC; from when this version was the stored one.</summary>
    public DateTime KnownFrom { get; set; }

    /// <summary>UTC; when it was replaced.</summary>
    public DateTime KnownTo { get; set; }

    /// <summary>Split-adjusted to <see cref="BasisDate"/>, in the listing's currency; null if unknown.</summary>
    public double? Open { get; set; }

    /// <summary>As <see cref="Open"/>.</summary>
    public double? High { get; set; }

    /// <summary>As <see cref="Open"/>.</summary>
    public double? Low { get; set; }

    /// <summary>As <see cref="Open"/>, always known.</summary>
    public double Close { get; set; }

    /// <summary>Close adjusted for splits and dividends, as the source gives it; null if it gives none.</summary>
    public double? AdjClose { get; set; }

    /// <summary>Shares, split-adjusted to <see cref="BasisDate"/>; null if unknown.</summary>
    public long? Volume { get; set; }

    /// <summary>False for a provisional bar: stored, but not listed as a revision.</summary>
    public bool Final { get; set; }

    /// <summary>Splits up to this day are in the prices.</summary>
    public DateOnly BasisDate { get; set; }

    /// <summary>Document that had this version.</summary>
    public int DocumentId { get; set; }

    /// <summary>A stored bar as it was until a time.</summary>
    /// <param name="bar">Replaced or removed.</param>
    /// <param name="knownTo">UTC, after its own time.</param>
    public static BarRevision Of(DailyBarRow bar, DateTime knownTo) => new()
    {
        StockId = bar.StockId,
        Source = bar.Source,
        Date = bar.Date,
        KnownFrom = bar.KnownSince,
        KnownTo = knownTo,
        Open = bar.Open,
        High = bar.High,
        Low = bar.Low,
        Close = bar.Close,
        AdjClose = bar.AdjClose,
        Volume = bar.Volume,
        Final = bar.Final,
        BasisDate = bar.BasisDate,
        DocumentId = bar.DocumentId,
    };
}

internal sealed class BarRevisionMapping : IEntityTypeConfiguration<BarRevision>
{
    public void Configure(EntityTypeBuilder<BarRevision> revision)
    {
        revision.ToTable("bar_revision");
        revision.HasKey(r => new { r.StockId, r.Source, r.Date, r.KnownFrom });
    }
}
