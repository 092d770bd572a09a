using CreamPie.Core.Sources.Contract;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Series;

/// <summary>
/// A restatement of adjusted closes after a dividend, as a constant factor for a range of days: those before
/// <see cref="BeforeDate"/>, from the next earlier BeforeDate on, were multiplied by <see cref="Factor"/>.
/// </summary>
public sealed class AdjustmentRevision
{
    /// <summary>Key of the <see cref="Stock"/>.</summary>
    public int StockId { get; set; }

    /// <summary>Source of the series.</summary>
    public SourceName Source { get; set; }

    /// <summary>Exclusive end of the restated days.</summary>
    public DateOnly BeforeDate { get; set; }

    /// <summary>UTC; when the restating document was archived.</summary>
    public DateTime KnownFrom { get; set; }

    /// <summary>New adjusted close divided by the old one; above 0.</summary>
    public double Factor { get; set; }

    /// <summary>Document that restated them.</summary>
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
