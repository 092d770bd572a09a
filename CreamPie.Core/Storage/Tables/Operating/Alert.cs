using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Operating;

/// <summary>A condition that an operator must act on, from when it was first found until it is found again after its recovery.</summary>
public sealed class Alert
{
    /// <summary>What it is about, like source-stopped:YahooPage; the key.</summary>
    public required string Key { get; set; }

    /// <summary>What is wrong, in a few words.</summary>
    public required string Title { get; set; }

    /// <summary>What is known of it, and what to do, in sentences.</summary>
    public required string Detail { get; set; }

    /// <summary>UTC.</summary>
    public DateTime SeenSince { get; set; }

    /// <summary>UTC; when operators were told. Null while it may still pass by itself.</summary>
    public DateTime? RaisedAt { get; set; }

    /// <summary>UTC; null while it lasts.</summary>
    public DateTime? RecoveredAt { get; set; }
}

internal sealed class AlertMapping : IEntityTypeConfiguration<Alert>
{
    public void Configure(EntityTypeBuilder<Alert> alert)
    {
        alert.ToTable("alert");
        alert.HasKey(a => a.Key);
        alert.Property(a => a.Key).HasMaxLength(200);
        alert.Property(a => a.Title).HasMaxLength(200);
        alert.Property(a => a.Detail).HasMaxLength(ColumnText.LongestError);
        // Two nodes that look at the same moment tell it once.
        alert.Property(a => a.RaisedAt).IsConcurrencyToken();
        alert.Property(a => a.RecoveredAt).IsConcurrencyToken();
    }
}

internal static class AlertPredicates
{
    /// <summary>Operators were told, and it lasts.</summary>
    public static IQueryable<Alert> Open(this IQueryable<Alert> alerts) =>
        alerts.Where(a => a.RaisedAt != null && a.RecoveredAt == null);
}
