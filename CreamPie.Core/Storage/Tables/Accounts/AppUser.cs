using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Accounts;

/// <summary>A person who may sign in, with the columns of ASP.NET Core Identity.</summary>
public sealed class AppUser : IdentityUser
{
    /// <summary>Of a display name, in UTF-16 units.</summary>
    public const int LongestName = 80;

    /// <summary>UTC.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>UTC; the sessions of a disabled user are refused. Null while enabled.</summary>
    public DateTime? DisabledAt { get; set; }

    /// <summary>An admin asked for a new password: the user's sessions have no role until it is set.</summary>
    public bool MustChangePassword { get; set; }

    /// <summary>How pages call the person; null if only the address is known.</summary>
    public string? DisplayName { get; set; }

    /// <summary>
    /// The 30-second step (since 1970) of the last accepted authenticator code: no code works twice. Null before the first.
    /// </summary>
    public long? TotpStep { get; set; }

    /// <summary>
    /// UTC of the last sign-in by an identity provider; null if there was none, or the last one was refused for want of a role. Written
    /// by update statements alone: a request that read the account before must not write it back.
    /// </summary>
    public DateTime? ProviderSeenAt { get; set; }
}

internal sealed class AppUserMapping : IEntityTypeConfiguration<AppUser>
{
    public void Configure(EntityTypeBuilder<AppUser> user)
    {
        user.Property(u => u.DisplayName).HasMaxLength(AppUser.LongestName);
        user.Property(u => u.ProviderSeenAt).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
    }
}
