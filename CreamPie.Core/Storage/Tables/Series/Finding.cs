using CreamPie.Core.Sources.Contract;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Series;

/// <summary>A doubt about a stock's data, for a person: what was seen and what was done. Never a silent repair.</summary>
public sealed class Finding
{
    public int Id { get; set; }
    public int StockId { get; set; }
    public int DocumentId { get; set; }
    public FindingKind Kind { get; set; }
    public DateOnly? Date { get; set; }
    public required string Seen { get; set; }
    public required string Done { get; set; }
    public DateTime FoundAt { get; set; }
    public DateTime? ClosedAt { get; set; }
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
