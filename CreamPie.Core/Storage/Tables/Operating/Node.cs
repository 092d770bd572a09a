using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Operating;

/// <summary>One process of this installation, from its start on; it renews its row while it lives.</summary>
public sealed class Node
{
    /// <summary>Most characters of a machine's name or a version.</summary>
    internal const int LongestName = 100;

    /// <summary>Time between two heartbeats; three that are missed are a death.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);

    /// <summary>A worker that finished no sweep for longer than this does no work, although its process lives.</summary>
    public static readonly TimeSpan SweepSilence = TimeSpan.FromMinutes(10);

    /// <summary>Another one at each start of the process; the key.</summary>
    public Guid Id { get; set; }

    /// <summary>All, Web or Worker.</summary>
    public required string Role { get; set; }

    /// <summary>True if it pulls, loads and imports.</summary>
    public bool IsWorker { get; set; }

    /// <summary>Name of the machine or container.</summary>
    public required string Machine { get; set; }

    /// <summary>Version of the program, as the build states it.</summary>
    public required string Version { get; set; }

    /// <summary>UTC, on the database's clock.</summary>
    public DateTime StartedAt { get; set; }

    /// <summary>UTC, on the database's clock.</summary>
    public DateTime LastBeat { get; set; }

    /// <summary>UTC; without another heartbeat it counts as dead after this.</summary>
    public DateTime AliveUntil { get; set; }

    /// <summary>UTC; when its last sweep ended. Null before the first, and on a node that is no worker.</summary>
    public DateTime? LastSweep { get; set; }

    /// <summary>UTC; when it ended in an orderly way. Null while it runs, or if it was killed.</summary>
    public DateTime? StoppedAt { get; set; }

    /// <summary>Free bytes of the disk of its data folder, at the last heartbeat; null if unknown.</summary>
    public long? FreeBytes { get; set; }

    /// <summary>Size of that disk in bytes; null if unknown.</summary>
    public long? DiskBytes { get; set; }
}

internal sealed class NodeMapping : IEntityTypeConfiguration<Node>
{
    public void Configure(EntityTypeBuilder<Node> node)
    {
        node.ToTable("node");
        node.Property(n => n.Id).ValueGeneratedNever();
        node.Property(n => n.Role).HasMaxLength(16);
        node.Property(n => n.Machine).HasMaxLength(Node.LongestName);
        node.Property(n => n.Version).HasMaxLength(Node.LongestName);
    }
}

internal static class NodePredicates
{
    /// <summary>Nodes that have a fresh heartbeat.</summary>
    public static IQueryable<Node> Alive(this IQueryable<Node> nodes, DateTime now) =>
        nodes.Where(n => n.StoppedAt == null && n.AliveUntil >= now);

    /// <summary>Nodes that pull, load and import at this moment.</summary>
    public static IQueryable<Node> Working(this IQueryable<Node> nodes, DateTime now)
    {
        var sweep = now - Node.SweepSilence;
        return nodes.Alive(now).Where(n => n.IsWorker && (n.LastSweep ?? n.StartedAt) >= sweep);
    }
}
