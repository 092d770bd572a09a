using CreamPie.Core.Storage;
using CreamPie.Tests.Archiving.Buckets;
using CreamPie.Tests.Reliability.Crashes;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Reliability.Nodes;

/// <summary>
/// Two web nodes and two workers as processes, each with a folder of its own, over one PostgreSQL and one bucket, behind HAProxy without
/// sticky sessions.
/// </summary>
internal sealed class Cluster : IAsyncDisposable
{
    public const int Webs = 2;
    public const int Nodes = 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("creampie-nodes-").FullName;
    private readonly AppProcess?[] _nodes = new AppProcess?[Nodes];
    private readonly int[] _ports = [.. Enumerable.Range(0, Nodes).Select(_ => PostgresFixture.FreePort())];
    private readonly string _program;
    private HaProxy? _proxy;

    private Cluster(string program, TestDatabase database, S3Server bucket, GeneratedSource source) =>
        (_program, Database, Bucket, Source) = (program, database, bucket, source);

    public TestDatabase Database { get; }

    public S3Server Bucket { get; }

    public GeneratedSource Source { get; }

    public Uri Address => _proxy!.Address;

    public AppProcess this[int node] => _nodes[node] ?? throw new InvalidOperationException($"Node {node} does not run.");

    /// <param name="source">With a site for each process that is started: a killed one leaves its host's gate closed.</param>
    public static async Task<Cluster> StartAsync(GeneratedSource source)
    {
        var bucket = await S3Server.StartNewAsync();
        var database = await TestDatabase.CreateAsync(DatabaseProvider.Postgres, S3Server.Settings(bucket.Options()));
        var cluster = new Cluster(await ReadyProgram.FolderAsync(), database, bucket, source);
        await Task.WhenAll(Enumerable.Range(0, Nodes).Select(cluster.StartNodeAsync));
        cluster._proxy = await HaProxy.StartAsync((await cluster[0].Address)!, (await cluster[1].Address)!);
        return cluster;
    }

    /// <summary>SIGKILL; returns once the proxy knows.</summary>
    public async Task KillAsync(int node)
    {
        this[node].Kill();
        await ForgetAsync(node);
        await MissedAsync(node);
    }

    /// <summary>SIGTERM; returns when it has ended, and the proxy knows.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync(int node)
    {
        this[node].Terminate();
        var code = await this[node].ExitCodeAsync();
        await ForgetAsync(node);
        await MissedAsync(node);
        return code;
    }

    /// <summary>Starts a node that has ended; returns once the proxy uses it.</summary>
    public async Task ReplaceAsync(int node)
    {
        await StartNodeAsync(node);
        if (node < Webs)
            await _proxy!.SeeAsync(node, isUp: true);
    }

    /// <summary>What the nodes have written to their own disks.</summary>
    public string[] LocalFiles() => Directory.GetFiles(_folder, "*", SearchOption.AllDirectories);

    /// <summary>A client behind the proxy with the admin's token.</summary>
    public async Task<HttpClient> AdminAsync()
    {
        using var direct = await this[0].AdminAsync();
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = direct.DefaultRequestHeaders.Authorization;
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        if (_proxy is not null)
            await _proxy.DisposeAsync();
        foreach (var node in _nodes.OfType<AppProcess>())
            await node.DisposeAsync();
        await Database.DisposeAsync();
        await Bucket.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Returns once it listens, at the address that it had before.</summary>
    private async Task StartNodeAsync(int node)
    {
        var settings = CrashSettings.For(Database, DatabaseProvider.Postgres);
        foreach (var (key, value) in S3Server.Settings(Bucket.Options()))
            settings[key.Replace(":", "__", StringComparison.Ordinal)] = value!;
        settings["Storage__Path"] = Directory.CreateDirectory(Path.Combine(_folder, $"node{node}")).FullName;
        settings["Node__Role"] = node < Webs ? "Web" : "Worker";
        settings["Node__DrainSeconds"] = "4";
        settings["Hosting__KnownProxies"] = "127.0.0.1";
        settings["LogFiles__Days"] = "0";
        // The program as built serves the scripts of its packages in Development only; published it always does.
        settings["ASPNETCORE_ENVIRONMENT"] = "Development";
        settings["Sources__YahooChart__BaseUrl"] = "https://127.0.0.1";
        settings["Rates__ApiCallsPerMinute"] = "1000000";
        settings["Sources__YahooPage__BaseUrl"] = Source.NextSite();
        _nodes[node] = AppProcess.Start(settings, _program, _ports[node]);
        if (await _nodes[node]!.Address is null)
            throw new InvalidOperationException(_nodes[node]!.Output);
    }

    private Task MissedAsync(int node) => node < Webs ? _proxy!.SeeAsync(node, isUp: false) : Task.CompletedTask;

    private async Task ForgetAsync(int node)
    {
        await this[node].DisposeAsync();
        _nodes[node] = null;
    }
}
