using CreamPie.Core.Sources.Contract;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Series;

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

internal sealed class AdjustmentRevisionMapping : IEntityTypeConfiguration<AdjustmentRevision>
{
    public void Configure(EntityTypeBuilder<AdjustmentRevision> revision)
    {
        revision.ToTable("adjustment_revision");
        revision.HasKey(r => new { r.StockId, r.Source, r.BeforeDate, r.KnownFrom });
    }
}
