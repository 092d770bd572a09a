using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Accounts;

/// <summary>
/// An action of a user, a visitor or the program, done or tried. Triggers in both databases refuse to change it, or to delete it early.
/// </summary>
public sealed class AuditEntry
{
    internal const int LongestTarget = 300;
    internal const int LongestDetail = 1_000;

    /// <summary>In order of insertion.</summary>
    public long Id { get; set; }

    /// <summary>UTC.</summary>
    public DateTime At { get; set; }

    /// <summary>Key of the <see cref="AppUser"/> who acted; null for a visitor who is not signed in, or the program itself.</summary>
    public string? UserId { get; set; }

    /// <summary>Name of who acted, as it was then; null for a visitor who is not signed in.</summary>
    public string? UserName { get; set; }

    /// <summary>What was done.</summary>
    public AuditAction Action { get; set; }

    /// <summary>Whether it happened.</summary>
    public AuditOutcome Outcome { get; set; }

    /// <summary>What it was done to: a user's name, a symbol, a document's number; null if it needs none.</summary>
    public string? Target { get; set; }

    /// <summary>More in words; null if there is nothing to add. Never a secret.</summary>
    public string? Detail { get; set; }

    /// <summary>Network address of who acted; null if unknown.</summary>
    public string? Address { get; set; }

    /// <summary>UTC; the entry cannot be deleted before.</summary>
    public DateTime KeepUntil { get; set; }
}

internal sealed class AuditEntryMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.ToTable("audit_entry");
        entry.Property(e => e.UserId).HasMaxLength(64);
        entry.Property(e => e.UserName).HasMaxLength(256);
        entry.Property(e => e.Action).HasConversion<string>().HasMaxLength(32);
        entry.Property(e => e.Outcome).HasConversion<string>().HasMaxLength(16);
        entry.Property(e => e.Target).HasMaxLength(AuditEntry.LongestTarget);
        entry.Property(e => e.Detail).HasMaxLength(AuditEntry.LongestDetail);
        entry.Property(e => e.Address).HasMaxLength(64);
        entry.HasIndex(e => new { e.UserId, e.Id });
        entry.HasIndex(e => new { e.Action, e.Id });
        entry.HasIndex(e => e.KeepUntil);
    }
}
