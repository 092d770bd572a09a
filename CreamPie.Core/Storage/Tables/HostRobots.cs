using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables;

/// <summary>Cached robots.txt of a host, shared by all processes; refetched after a day.</summary>
public sealed class HostRobots
{
    /// <summary>Lower-case authority; the key.</summary>
    public required string Host { get; set; }

    /// <summary>UTC.</summary>
    public DateTime FetchedAt { get; set; }

    /// <summary>HTTP status of the response.</summary>
    public int Status { get; set; }

    /// <summary>Text of the file, at most 500 KB; empty if the host has none.</summary>
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
