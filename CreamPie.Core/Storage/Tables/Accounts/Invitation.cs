using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Accounts;

/// <summary>An account that an admin offers to a mailbox, with a role.</summary>
public sealed class Invitation
{
    /// <summary>Also in the link.</summary>
    public Guid Id { get; set; }

    /// <summary>The mailbox that gets the link, as the admin wrote it.</summary>
    public required string Email { get; set; }

    /// <summary>One of <see cref="Roles"/>.</summary>
    public required string Role { get; set; }

    /// <summary>SHA-256 of the link's token, lower-case hex.</summary>
    public required string TokenHash { get; set; }

    /// <summary>Key of the <see cref="AppUser"/> who invited; null once that account is deleted.</summary>
    public string? InvitedBy { get; set; }

    /// <summary>
    /// Key of the <see cref="AppUser"/> that the link connects to an identity provider; null if it opens a new account.
    /// </summary>
    public string? AccountId { get; set; }

    /// <summary>UTC.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>UTC; the link is refused after it.</summary>
    public DateTime ExpiresAt { get; set; }

    /// <summary>UTC; null while nobody has accepted.</summary>
    public DateTime? AcceptedAt { get; set; }

    /// <summary>UTC; null unless an admin withdrew it, or invited the mailbox again.</summary>
    public DateTime? RevokedAt { get; set; }
}

internal sealed class InvitationMapping : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> invitation)
    {
        invitation.ToTable("invitation");
        invitation.Property(i => i.Id).ValueGeneratedNever();
        invitation.Property(i => i.Email).HasMaxLength(256);
        invitation.Property(i => i.Role).HasMaxLength(32);
        invitation.Property(i => i.TokenHash).HasMaxLength(64);
        invitation.HasOne<AppUser>().WithMany().HasForeignKey(i => i.InvitedBy).OnDelete(DeleteBehavior.SetNull);
        invitation.HasOne<AppUser>().WithMany().HasForeignKey(i => i.AccountId).OnDelete(DeleteBehavior.Cascade);
        invitation.HasIndex(i => i.Email);
    }
}
