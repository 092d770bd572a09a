using CreamPie.Core.Sources.Contract;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Series;

/// <summary>
/// The current bar of one session and source, unmodified. Its prices contain the splits up to <see cref="BasisDate"/>;
/// see Adjustment.
/// </summary>
public sealed class DailyBarRow
{
    /// <summary>Key of the <see cref="Stock"/>.</summary>
    public int StockId { get; set; }

    /// <summary>Source of the bar.</summary>
    public SourceName Source { get; set; }

    /// <summary>Session, in the exchange's time zone.</summary>
    public DateOnly Date { get; set; }

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

    /// <summary>False for a provisional bar, captured before its session was complete.</summary>
    public bool Final { get; set; }

    /// <summary>
    /// Day of the capture, in the exchange's time zone: splits up to it are in the prices, later ones are not.
    /// </summary>
    public DateOnly BasisDate { get; set; }

    /// <summary>Document the bar is from.</summary>
    public int DocumentId { get; set; }

    /// <summary>UTC; since when these prices are known. A split or dividend restatement keeps it.</summary>
    public DateTime KnownSince { get; set; }
}

internal sealed class DailyBarMapping : IEntityTypeConfiguration<DailyBarRow>
{
    public void Configure(EntityTypeBuilder<DailyBarRow> bar)
    {
        bar.ToTable("daily_bar");
        bar.HasKey(b => new { b.StockId, b.Source, b.Date });
    }
}
