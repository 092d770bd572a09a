using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables;

/// <summary>
/// Who tracks a stock: a user, or the house. No foreign key leads to the user: one that is disabled or gone stands for the house,
/// so that a stock outlives the account that asked for it.
/// </summary>
public sealed class Follower
{
    /// <summary>In place of a user's id: the program itself and its admins.</summary>
    public const string House = "system";

    /// <summary>Key of the <see cref="Stock"/>.</summary>
    public int StockId { get; set; }

    /// <summary>Key of the user, or <see cref="House"/>.</summary>
    public required string UserId { get; set; }

    /// <summary>UTC; null if it was tracked before followers were recorded.</summary>
    public DateTime? Since { get; set; }
}

internal sealed class FollowerMapping : IEntityTypeConfiguration<Follower>
{
    public void Configure(EntityTypeBuilder<Follower> follower)
    {
        follower.ToTable("follower");
        follower.HasKey(f => new { f.StockId, f.UserId });
        follower.HasIndex(f => f.UserId);
        follower.HasOne<Stock>().WithMany().HasForeignKey(f => f.StockId);
        follower.Property(f => f.UserId).HasMaxLength(450);
    }
}
