using CreamPie.Core.Sources.Contract;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Series;

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

internal sealed class DailyBarMapping : IEntityTypeConfiguration<DailyBarRow>
{
    public void Configure(EntityTypeBuilder<DailyBarRow> bar)
    {
        bar.ToTable("daily_bar");
        bar.HasKey(b => new { b.StockId, b.Source, b.Date });
    }
}
