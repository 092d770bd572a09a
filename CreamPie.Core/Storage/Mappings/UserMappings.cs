using CreamPie.Core.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Database.Mappings;

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

internal sealed class InstallationMapping : IEntityTypeConfiguration<Installation>
{
    public void Configure(EntityTypeBuilder<Installation> installation)
    {
        installation.ToTable("installation");
        installation.Property(i => i.Id).ValueGeneratedNever();
        installation.HasData(new Installation { Id = 1 });
    }
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

internal sealed class RoleMapping : IEntityTypeConfiguration<IdentityRole>
{
    public void Configure(EntityTypeBuilder<IdentityRole> role) => role.HasData(Of(Roles.Admin), Of(Roles.Analyst));

    private static IdentityRole Of(string name) =>
        new() { Id = name, Name = name, NormalizedName = name.ToUpperInvariant(), ConcurrencyStamp = name };
}
