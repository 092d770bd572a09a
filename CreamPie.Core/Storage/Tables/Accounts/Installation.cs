using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Accounts;

/// <summary>The one row of this installation: whoever writes FirstAdminAt first has made the first admin.</summary>
public sealed class Installation
{
    public int Id { get; set; }
    public DateTime? FirstAdminAt { get; set; }

    /// <summary>Set once the simulator has filled this database: its numbers are invented, and no real ones may be mixed with them.</summary>
    public DateTime? SimulatedAt { get; set; }
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
