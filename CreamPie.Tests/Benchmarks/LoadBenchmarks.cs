using BenchmarkDotNet.Attributes;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Benchmarks;

/// <summary>From the bytes of TSLA's page to 3,764 committed bars: archive, lease, parse, process, load.</summary>
public class LoadBenchmarks
{
    private static readonly byte[] Page = RealData.Bytes("yahoo-pages", "2025-06-16_TSLA_svelte.html");
    private IngestionRig _rig = null!;

    [Params(DatabaseProvider.Sqlite, DatabaseProvider.Postgres)]
    public DatabaseProvider Database { get; set; }

    [IterationSetup]
    public void Start() => _rig = IngestionRig.StartAsync(Database).GetAwaiter().GetResult();

    [IterationCleanup]
    public void Stop() => _rig.DisposeAsync().AsTask().GetAwaiter().GetResult();

    [Benchmark]
    public DocumentState PageToLoadedBars() => _rig.DropAsync("TSLA.html", Page).GetAwaiter().GetResult().State;
}
