using CreamPie.Core.Sources.Contract;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Series;

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

internal sealed class BarRevisionMapping : IEntityTypeConfiguration<BarRevision>
{
    public void Configure(EntityTypeBuilder<BarRevision> revision)
    {
        revision.ToTable("bar_revision");
        revision.HasKey(r => new { r.StockId, r.Source, r.Date, r.KnownFrom });
    }
}
