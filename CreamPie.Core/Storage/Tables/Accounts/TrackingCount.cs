using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Accounts;

/// <summary>How many symbols a user has begun to track today; to stop tracking one gives nothing back.</summary>
public sealed class TrackingCount
{
    /// <summary>Key of the user.</summary>
    public required string UserId { get; set; }

    /// <summary>Symbols begun since the count last started from zero.</summary>
    public int Begun { get; set; }

    /// <summary>UTC; when the count starts from zero again.</summary>
    public DateTime EndsAt { get; set; }
}

internal sealed class TrackingCountMapping : IEntityTypeConfiguration<TrackingCount>
{
    public void Configure(EntityTypeBuilder<TrackingCount> count)
    {
        count.ToTable("tracking_count");
        count.HasKey(c => c.UserId);
        count.Property(c => c.UserId).HasMaxLength(450);
    }
}
