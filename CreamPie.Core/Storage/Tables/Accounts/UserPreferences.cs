using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Accounts;

/// <summary>How a person wants the pages. Each value is a word of their addresses; null follows the default.</summary>
public sealed class UserPreferences
{
    /// <summary>Key of the <see cref="AppUser"/>.</summary>
    public required string UserId { get; set; }

    /// <summary>light or dark; null to follow the system.</summary>
    public string? Theme { get; set; }

    /// <summary>How far back a chart goes at first: 1m, ytd, 10y, all.</summary>
    public string? Range { get; set; }

    /// <summary>The bars that a chart draws at first: 1d, 1wk, 1mo, 3mo, 1y; null for what fits.</summary>
    public string? Interval { get; set; }

    /// <summary>How prices are adjusted at first: none, splits, all.</summary>
    public string? Adjust { get; set; }

    /// <summary>IANA name, such as Europe/Zurich; null for UTC.</summary>
    public string? TimeZone { get; set; }

    /// <summary>iso, dmy, mdy or dots; null for the default of each place.</summary>
    public string? DateFormat { get; set; }

    /// <summary>comma, dot, space or apostrophe: what groups thousands; null for the comma.</summary>
    public string? NumberFormat { get; set; }
}

internal sealed class UserPreferencesMapping : IEntityTypeConfiguration<UserPreferences>
{
    public void Configure(EntityTypeBuilder<UserPreferences> preferences)
    {
        preferences.ToTable("user_preferences");
        preferences.HasKey(p => p.UserId);
        preferences.HasOne<AppUser>().WithOne().HasForeignKey<UserPreferences>(p => p.UserId);
        preferences.Property(p => p.Theme).HasMaxLength(16);
        preferences.Property(p => p.Range).HasMaxLength(16);
        preferences.Property(p => p.Interval).HasMaxLength(16);
        preferences.Property(p => p.Adjust).HasMaxLength(16);
        preferences.Property(p => p.TimeZone).HasMaxLength(64);
        preferences.Property(p => p.DateFormat).HasMaxLength(16);
        preferences.Property(p => p.NumberFormat).HasMaxLength(16);
    }
}
