using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Accounts;

/// <summary>One sign-in, by cookie or token. Revoking it invalidates everything it issued.</summary>
public sealed class UserSession
{
    /// <summary>Also in the cookie and in the tokens of the session.</summary>
    public Guid Id { get; set; }

    /// <summary>Key of the <see cref="AppUser"/>.</summary>
    public required string UserId { get; set; }

    /// <summary>UTC.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>UTC, within a minute; when it was last used. Null in rows of before this was recorded.</summary>
    public DateTime? LastSeenAt { get; set; }

    /// <summary>UTC; the session is refused after it.</summary>
    public DateTime ExpiresAt { get; set; }

    /// <summary>UTC; when its user last gave the password or another factor. Null for sessions older than this column.</summary>
    public DateTime? ProvedAt { get; set; }

    /// <summary>UTC; null while the session is valid.</summary>
    public DateTime? RevokedAt { get; set; }

    /// <summary>SHA-256 of the only refresh token that is still valid; null for a cookie session.</summary>
    public string? RefreshHash { get; set; }

    /// <summary>User-Agent header of the sign-in, at most 300 characters; null if there was none.</summary>
    public string? UserAgent { get; set; }

    /// <summary>IP address of the sign-in; null if unknown.</summary>
    public string? Address { get; set; }

    /// <summary>Issuer of the identity provider that began it, as links to it are stored; null for a password or a passkey.</summary>
    public string? Provider { get; set; }
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
        session.Property(s => s.Provider).HasMaxLength(128);
    }
}
