using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Accounts;

/// <summary>One sign-in, by cookie or token. Whatever it issued is worth nothing once it is revoked.</summary>
public sealed class UserSession
{
    public Guid Id { get; set; }
    public required string UserId { get; set; }
    public DateTime CreatedAt { get; set; }
    public DateTime ExpiresAt { get; set; }
    public DateTime? RevokedAt { get; set; }

    /// <summary>SHA-256 of the one refresh token that is still good.</summary>
    public string? RefreshHash { get; set; }
    public string? UserAgent { get; set; }
    public string? Address { get; set; }
}

internal sealed class UserSessionMapping : IEntityTypeConfiguration<UserSession>
{
    public void Configure(EntityTypeBuilder<UserSession> session)
    {
        session.ToTable("user_session");
        session.HasIndex(s => s.UserId);
        session.HasOne<AppUser>().WithMany().HasForeignKey(s => s.UserId);
        session.Property(s => s.RefreshHash).HasMaxLength(64);
        session.Property(s => s.UserAgent).HasMaxLength(300);
        session.Property(s => s.Address).HasMaxLength(64);
    }
}
