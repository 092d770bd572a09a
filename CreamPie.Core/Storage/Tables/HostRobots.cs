using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables;

/// <summary>What a host's robots.txt said, for all processes; read again after a day.</summary>
public sealed class HostRobots
{
    public required string Host { get; set; }
    public DateTime FetchedAt { get; set; }

    /// <summary>HTTP status of the answer.</summary>
    public int Status { get; set; }

    /// <summary>At most 500 KB; empty where there is none.</summary>
    public string Rules { get; set; } = "";
}

internal sealed class HostRobotsMapping : IEntityTypeConfiguration<HostRobots>
{
    public void Configure(EntityTypeBuilder<HostRobots> robots)
    {
        robots.ToTable("host_robots");
        robots.HasKey(r => r.Host);
        robots.Property(r => r.Host).HasMaxLength(260);
    }
}
