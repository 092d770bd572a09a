using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Accounts;

/// <summary>The two roles of the application.</summary>
public static class Roles
{
    /// <summary>May change anything: files, sources, dead letters, users.</summary>
    public const string Admin = "Admin";

    /// <summary>May read everything and track symbols.</summary>
    public const string Analyst = "Analyst";
}

internal sealed class RoleMapping : IEntityTypeConfiguration<IdentityRole>
{
    public void Configure(EntityTypeBuilder<IdentityRole> role) => role.HasData(Of(Roles.Admin), Of(Roles.Analyst));

    private static IdentityRole Of(string name) =>
        new() { Id = name, Name = name, NormalizedName = name.ToUpperInvariant(), ConcurrencyStamp = name };
}
