namespace CreamPie.Web.Hosting;

public enum NodeRole
{
    All,

    /// <summary>Serves pages and API, runs no jobs.</summary>
    Web,

    /// <summary>Runs jobs, serves only the health endpoints and its metrics.</summary>
    Worker,
}

public sealed class NodeOptions
{
    public const string Section = "Node";

    public NodeRole Role { get; set; }

    /// <summary>Longer than the proxy takes to see that a node is not ready; 0 without a proxy in front of several nodes.</summary>
    public int DrainSeconds { get; set; }

    public bool ServesPages => Role != NodeRole.Worker;

    public bool RunsJobs => Role != NodeRole.Web;
}
