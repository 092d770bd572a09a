namespace CreamPie.Core.Monitoring.Nodes;

/// <summary>What this process is; the program that hosts it says so.</summary>
/// <param name="Role">All, Web or Worker.</param>
/// <param name="IsWorker">True if it pulls, loads and imports.</param>
/// <param name="Version">Of the program.</param>
public sealed record ThisNode(string Role, bool IsWorker, string Version)
{
    /// <summary>Another one at each start.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>Name of the machine or container.</summary>
    public string Machine { get; init; } = Environment.MachineName;
}
