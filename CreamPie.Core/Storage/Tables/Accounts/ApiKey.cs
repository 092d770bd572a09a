using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Accounts;

/// <summary>What a key may do, within the roles of its owner. Stored by name: never rename one.</summary>
[Flags]
public enum KeyScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Read market data.</summary>
    Read = 1,

    /// <summary>Track symbols, stop tracking them, request a pull.</summary>
    Track = 2,

    /// <summary>What admins do, as long as the owner is one.</summary>
    Admin = 4,
}

/// <summary>A key with which a program acts for a person. A revoked one has no row.</summary>
public sealed class ApiKey
{
    internal const int LongestName = 100;

    /// <summary>Also in the key.</summary>
    public Guid Id { get; set; }

    /// <summary>Key of the <see cref="AppUser"/> who made it.</summary>
    public required string UserId { get; set; }

    /// <summary>What its owner calls it.</summary>
    public required string Name { get; set; }

    /// <summary>What it may do.</summary>
    public KeyScopes Scopes { get; set; }

    /// <summary>SHA-256 of the key, lower-case hex.</summary>
    public required string KeyHash { get; set; }

    /// <summary>UTC.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>UTC; the key is refused from then on. Null for never.</summary>
    public DateTime? ExpiresAt { get; set; }

    /// <summary>UTC, within a minute; null if it was never used.</summary>
    public DateTime? LastUsedAt { get; set; }

    /// <summary>IP address of the last use; null if unknown.</summary>
    public string? LastAddress { get; set; }
}

internal sealed class ApiKeyMapping : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> key)
    {
        key.ToTable("api_key");
        key.Property(k => k.Id).ValueGeneratedNever();
        key.Property(k => k.Name).HasMaxLength(ApiKey.LongestName);
        key.Property(k => k.Scopes).HasConversion<string>().HasMaxLength(32);
        key.Property(k => k.KeyHash).HasMaxLength(64);
        key.Property(k => k.LastAddress).HasMaxLength(64);
        key.HasOne<AppUser>().WithMany().HasForeignKey(k => k.UserId);
        key.HasIndex(k => k.UserId);
    }
}
