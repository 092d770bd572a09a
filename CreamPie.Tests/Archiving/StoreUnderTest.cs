using System.Reflection;
using CreamPie.Core.Archiving;
using CreamPie.Core.Archiving.Buckets;
using CreamPie.Core.Storage;
using CreamPie.Tests.Archiving.Buckets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit.Sdk;

namespace CreamPie.Tests.Archiving;

public enum StoreKind { Folder, Bucket }

/// <summary><c>[Theory, OnBothStores] public async Task It_holds(StoreKind kind)</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnBothStoresAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[StoreKind.Folder], [StoreKind.Bucket]];
}

/// <summary>An empty archive in a new folder, or below a new prefix of a bucket.</summary>
internal sealed class StoreUnderTest : IAsyncDisposable
{
    private readonly string? _folder;

    private StoreUnderTest(IArchiveStore store, string? folder)
    {
        (Store, _folder) = (store, folder);
        Archive = new Archive(store);
    }

    public IArchiveStore Store { get; }

    public Archive Archive { get; }

    public static async Task<StoreUnderTest> CreateAsync(StoreKind kind)
    {
        if (kind == StoreKind.Bucket)
            return new(S3Server.StoreOf(await S3Server.SharedAsync()), folder: null);
        var folder = Directory.CreateTempSubdirectory("creampie-archive-").FullName;
        var options = Options.Create(new StorageOptions { Path = Path.Combine(folder, "data") });
        return new(new FolderStore(options, NullLogger<FolderStore>.Instance), folder);
    }

    /// <summary>All names below a folder, sorted.</summary>
    public async Task<string[]> NamesAsync(string folder) =>
        await Store.ListAsync(folder, CancellationToken.None).Select(file => file.Name).Order(StringComparer.Ordinal).ToArrayAsync();

    /// <summary>As the archive's cleanup does.</summary>
    public async Task PutAsideAsync(string sha256)
    {
        var census = new ArchiveCensus(Store);
        var files = await census.FilesAsync(sha256[..2], CancellationToken.None);
        await census.PutAsideAsync(files.Single(f => f.Sha256 == sha256), CancellationToken.None);
    }

    public async Task<byte[]?> ReadAsync(string name) => await Store.ReadAsync(name, CancellationToken.None);

    public Task WriteAsync(string name, byte[] bytes) => Store.WriteAsync(name, bytes, CancellationToken.None);

    public ValueTask DisposeAsync()
    {
        (Store as BucketStore)?.Dispose();
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
