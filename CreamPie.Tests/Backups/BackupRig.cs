using CreamPie.Core.Backups.Contents;
using CreamPie.Core.Backups.Making;
using CreamPie.Core.Storage;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Backups;

/// <summary>An installation with pulled and dropped documents, and a folder for its backups.</summary>
internal sealed class BackupRig : IAsyncDisposable
{
    public const string Pulled = "PULL";
    public const string Dropped = "DROP";

    private BackupRig(IngestionRig rig, DatabaseProvider provider) => (Rig, Provider) = (rig, provider);

    public IngestionRig Rig { get; }

    public DatabaseProvider Provider { get; }

    public TestDatabase Database => Rig.Database;

    public string Folder { get; } = Directory.CreateTempSubdirectory("creampie-backups-").FullName;

    public static async Task<BackupRig> StartAsync(
        DatabaseProvider provider, Dictionary<string, string?>? settings = null)
    {
        var rig = await IngestionRig.StartAsync(provider, settings: _ => settings ?? []);
        var market = new GeneratedMarket(history: 300);
        rig.Serve(Pulled, market.Page(Pulled, market.Length(Pulled)));
        await rig.TrackAsync(Pulled);
        await rig.RunAsync();
        await rig.DropAsync($"{Dropped}_20260101.html", market.Page(Dropped, market.Length(Dropped) - 10));
        return new(rig, provider);
    }

    public T Get<T>() where T : notnull => Rig.Get<T>();

    public Task<BackupResult> BackUpAsync() => Get<Backup>().MakeAsync(Folder, CancellationToken.None);

    public Task<DatabaseContent> ContentAsync() => ContentAsync(Database);

    public static Task<DatabaseContent> ContentAsync(TestDatabase database) =>
        database.Get<ContentQuery>().ReadAsync(CancellationToken.None);

    /// <summary>Another bar, so that there is something new.</summary>
    public async Task ChangeAsync()
    {
        var market = new GeneratedMarket(history: 300);
        await Rig.DropAsync($"{Dropped}_20260117.html", market.Page(Dropped, market.Length(Dropped)));
    }

    /// <summary>Flips one bit in the middle of a file.</summary>
    public static async Task FlipAsync(string path)
    {
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
    }

    public async ValueTask DisposeAsync()
    {
        await Rig.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
