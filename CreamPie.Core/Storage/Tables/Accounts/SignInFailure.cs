using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Accounts;

/// <summary>Consecutive wrong passwords for one submitted e-mail address, whether or not it has an account.</summary>
public sealed class SignInFailure
{
    /// <summary>SHA-256 of the normalised address, lower-case hex: a mistyped address is not stored in the clear.</summary>
    public required string Email { get; set; }

    /// <summary>Failed sign-ins in a row.</summary>
    public int Failures { get; set; }

    /// <summary>UTC of the last failure.</summary>
    public DateTime LastAt { get; set; }

    /// <summary>UTC; sign-ins are refused until then. Null if they are not.</summary>
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
