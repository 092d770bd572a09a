using CreamPie.Core.Storage;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Reliability.Crashes;

/// <summary>Tests that start and kill processes all the time: one by one among themselves, because two cores are not many.</summary>
[CollectionDefinition(Name)]
public sealed class CrashGroup
{
    public const string Name = "Crashes";
}

internal static class CrashSettings
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(3);
    public static readonly TimeSpan Sweep = TimeSpan.FromSeconds(0.5);

    /// <summary>As anybody runs it, but for the delay that is kept between two requests to a host.</summary>
    public static Dictionary<string, string> ByDefault(TestDatabase database, DatabaseProvider provider) => For(database, provider)
        .Where(s => !s.Key.StartsWith("Ingestion__", StringComparison.Ordinal) && s.Key != "Retrieval__TotalTimeoutSeconds")
        .ToDictionary(s => s.Key, s => s.Value);

    /// <summary>Everything short, so that an heir need not wait for half a minute; and a start that costs as little as it can.</summary>
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
