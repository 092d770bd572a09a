using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Accounts;

/// <summary>A link that reads market data, for tools that can only open an address. A revoked one has no row.</summary>
public sealed class Feed
{
    internal const int LongestName = 100;

    /// <summary>Also in the link.</summary>
    public Guid Id { get; set; }

    /// <summary>Key of the <see cref="AppUser"/> who made it.</summary>
    public required string UserId { get; set; }

    /// <summary>What its owner calls it.</summary>
    public required string Name { get; set; }

    /// <summary>SHA-256 of the link's token, lower-case hex.</summary>
    public required string TokenHash { get; set; }

    /// <summary>The symbols that it holds, upper case, with commas between them; null for all stocks.</summary>
    public string? Symbols { get; set; }

    /// <summary>UTC.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>UTC; the link does not work from then on. Null for never.</summary>
    public DateTime? ExpiresAt { get; set; }

    /// <summary>UTC, within a minute; null if it was never used.</summary>
    public DateTime? LastUsedAt { get; set; }
}

internal sealed class FeedMapping : IEntityTypeConfiguration<Feed>
{
    public void Configure(EntityTypeBuilder<Feed> feed)
    {
        feed.ToTable("feed");
        feed.Property(f => f.Id).ValueGeneratedNever();
        feed.Property(f => f.Name).HasMaxLength(Feed.LongestName);
        feed.Property(f => f.TokenHash).HasMaxLength(64);
        feed.HasOne<AppUser>().WithMany().HasForeignKey(f => f.UserId);
        feed.HasIndex(f => f.UserId);
    }
}
