using CreamPie.Core.Storage;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Reliability.Crashes;

/// <summary>Tests that constantly start and kill processes run one at a time: two cores are few.</summary>
[CollectionDefinition(Name)]
public sealed class CrashGroup
{
    public const string Name = "Crashes";
}

internal static class CrashSettings
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(3);
    public static readonly TimeSpan Sweep = TimeSpan.FromSeconds(0.5);

    /// <summary>Default settings, except for the delay between two requests to a host.</summary>
    public static Dictionary<string, string> ByDefault(TestDatabase database, DatabaseProvider provider) => For(database, provider)
        .Where(s => !s.Key.StartsWith("Ingestion__", StringComparison.Ordinal) && s.Key != "Retrieval__TotalTimeoutSeconds")
        .ToDictionary(s => s.Key, s => s.Value);

    /// <summary>Short intervals, so that a takeover is quick, and a start as cheap as possible.</summary>
    public static Dictionary<string, string> For(TestDatabase database, DatabaseProvider provider) => new()
    {
        ["Storage__Path"] = database.Folder,
        ["Database__Provider"] = provider.ToString(),
        ["ConnectionStrings__CreamPie"] = database.ConnectionString ?? "",
        ["Sources__Order"] = "YahooPage",
        ["Retrieval__AllowPrivateNetworks"] = "true",
        ["Retrieval__MinDelaySeconds"] = "0",
        ["Retrieval__TotalTimeoutSeconds"] = "5",
        ["Ingestion__Lease"] = Lease.ToString(),
        ["Ingestion__Heartbeat"] = "00:00:01",
        ["Ingestion__Sweep"] = Sweep.ToString(),
        ["Ingestion__OutageRest"] = "00:00:03",
        ["Ingestion__DropScan"] = "00:00:00.5",
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_gcServer"] = "0",
    };
}
