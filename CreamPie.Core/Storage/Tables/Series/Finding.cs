using CreamPie.Core.Sources.Contract;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Series;

/// <summary>An anomaly in a stock's data: what was found and how it was handled. Data is never repaired silently.</summary>
public sealed class Finding
{
    /// <summary>Ascending in the order of detection.</summary>
    public int Id { get; set; }

    /// <summary>Key of the <see cref="Stock"/>.</summary>
    public int StockId { get; set; }

    /// <summary>Document in which it was found.</summary>
    public int DocumentId { get; set; }

    /// <summary>What kind of anomaly.</summary>
    public FindingKind Kind { get; set; }

    /// <summary>Day concerned; null if it concerns no single day.</summary>
    public DateOnly? Date { get; set; }

    /// <summary>What was found, at most 500 characters.</summary>
    public required string Seen { get; set; }

    /// <summary>How it was handled, at most 200 characters.</summary>
    public required string Done { get; set; }

    /// <summary>UTC.</summary>
    public DateTime FoundAt { get; set; }

    /// <summary>UTC; null while open.</summary>
    public DateTime? ClosedAt { get; set; }

    /// <summary>User or rule that closed it; null while open.</summary>
    public string? ClosedBy { get; set; }
}

internal sealed class FindingMapping : IEntityTypeConfiguration<Finding>
{
    public void Configure(EntityTypeBuilder<Finding> finding)
    {
        finding.ToTable("finding");
        finding.HasIndex(f => new { f.StockId, f.Kind, f.Date });
        finding.HasIndex(f => f.DocumentId);
        finding.Property(f => f.Seen).HasMaxLength(500);
        finding.Property(f => f.Done).HasMaxLength(200);
    }
}

internal static class FindingPredicates
{
    /// <summary>Open, and about whose bars are under a ticker.</summary>
    public static IQueryable<Finding> Identity(this IQueryable<Finding> findings) => findings.Where(f => f.ClosedAt == null
        && (f.Kind == FindingKind.NewListing || f.Kind == FindingKind.ListingDoubt || f.Kind == FindingKind.ProposedRename));
}
