using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Accounts;

/// <summary>
/// The only row of its table (id 1). The first transaction that sets FirstAdminAt creates the first admin.
/// </summary>
public sealed class Installation
{
    /// <summary>Always 1.</summary>
    public int Id { get; set; }

    /// <summary>UTC; when the first admin was created, null before.</summary>
    public DateTime? FirstAdminAt { get; set; }

    /// <summary>
    /// UTC; set when the simulator has filled this database: its prices are generated, and real ones must not be mixed
    /// with them.
    /// </summary>
    public DateTime? SimulatedAt { get; set; }

    /// <summary>The same as in the archive, 32 lower-case hex digits: they belong together. Null until the first start gives one.</summary>
    public string? Mark { get; set; }

    /// <summary>Documents up to this id may lack their files: an admin has accepted an archive without them. Null for none.</summary>
    public int? AcceptedThrough { get; set; }
}

internal sealed class InstallationMapping : IEntityTypeConfiguration<Installation>
{
    public void Configure(EntityTypeBuilder<Installation> installation)
    {
        installation.ToTable("installation");
        installation.Property(i => i.Id).ValueGeneratedNever();
        installation.Property(i => i.Mark).HasMaxLength(32);
        installation.HasData(new Installation { Id = 1 });
    }
}
