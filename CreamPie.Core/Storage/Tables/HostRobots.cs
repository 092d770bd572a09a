namespace CreamPie.Core.Retrieval;

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
