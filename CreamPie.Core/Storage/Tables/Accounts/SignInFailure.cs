using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Accounts;

/// <summary>Wrong passwords in a row for one submitted e-mail address, whether anybody has it or not.</summary>
public sealed class SignInFailure
{
    /// <summary>SHA-256 of the normalised address: mistyped addresses are nobody's business.</summary>
    public required string Email { get; set; }
    public int Failures { get; set; }
    public DateTime LastAt { get; set; }
    public DateTime? RefusedUntil { get; set; }
}

internal sealed class SignInFailureMapping : IEntityTypeConfiguration<SignInFailure>
{
    public void Configure(EntityTypeBuilder<SignInFailure> failure)
    {
        failure.ToTable("sign_in_failure");
        failure.HasKey(f => f.Email);
        failure.Property(f => f.Email).HasMaxLength(64);
        failure.HasIndex(f => f.LastAt);
    }
}
