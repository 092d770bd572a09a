using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables;

/// <summary>Politeness towards one host, shared by all processes.</summary>
public sealed class HostGateRow
{
    public required string Host { get; set; }

    /// <summary>Who has the one request in flight, until when, with which token.</summary>
    public string? Holder { get; set; }
    public long Token { get; set; }
    public DateTime? Until { get; set; }
    public DateTime NextSlot { get; set; }
    public DateTime? PausedUntil { get; set; }
    public string? Why { get; set; }

    /// <summary>Refusals in a row: each doubles the pause.</summary>
    public int Refusals { get; set; }
}

internal sealed class HostGateMapping : IEntityTypeConfiguration<HostGateRow>
{
    public void Configure(EntityTypeBuilder<HostGateRow> gate)
    {
        gate.ToTable("host_gate");
        gate.HasKey(g => g.Host);
        gate.Property(g => g.Host).HasMaxLength(260);
    }
}
