using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Accounts;

public static class Roles
{
    public const string Admin = "Admin";
    public const string Analyst = "Analyst";
}

internal sealed class RoleMapping : IEntityTypeConfiguration<IdentityRole>
{
    public void Configure(EntityTypeBuilder<IdentityRole> role) => role.HasData(Of(Roles.Admin), Of(Roles.Analyst));

    private static IdentityRole Of(string name) =>
        new() { Id = name, Name = name, NormalizedName = name.ToUpperInvariant(), ConcurrencyStamp = name };
}
