using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables;

/// <summary>Request throttle of one host, shared by all processes.</summary>
public sealed class HostGateRow
{
    /// <summary>Lower-case authority (host, and port unless standard); the key.</summary>
    public required string Host { get; set; }

    /// <summary>Worker that makes the one request in flight; null if there is none.</summary>
    public string? Holder { get; set; }

    /// <summary>Raised each time the gate is acquired.</summary>
    public long Token { get; set; }

    /// <summary>UTC; the gate is free again after it, even if the holder died. Null if free.</summary>
    public DateTime? Until { get; set; }

    /// <summary>UTC; the next request may start then.</summary>
    public DateTime NextSlot { get; set; }

    /// <summary>UTC; no requests until then. Null if not paused.</summary>
    public DateTime? PausedUntil { get; set; }

    /// <summary>Reason of the pause; null if not paused.</summary>
    public string? Why { get; set; }

    /// <summary>Consecutive refusals: each doubles the pause.</summary>
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
