using CreamPie.Core.Storage.Tables.Operating;

namespace CreamPie.Tests.Support;

/// <summary>Rows of nodes that work.</summary>
internal static class WorkerNode
{
    /// <summary>For tests that are not about workers.</summary>
    public static Node Immortal() => Of(new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    /// <param name="beat">UTC; its start and its last heartbeat.</param>
    /// <param name="machine">Name of the machine.</param>
    public static Node Of(DateTime beat, string machine = "worker-1") => new()
    {
        Id = Guid.NewGuid(),
        Role = "Worker",
        IsWorker = true,
        Machine = machine,
        Version = machine,
        StartedAt = beat,
        LastBeat = beat,
        AliveUntil = beat.AddSeconds(40),
    };
}
