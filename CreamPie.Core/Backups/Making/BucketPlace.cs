using System.Runtime.CompilerServices;
using CreamPie.Core.Archiving;
using CreamPie.Core.Archiving.Buckets;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;

namespace CreamPie.Core.Backups.Making;

/// <summary>
/// Backups in an S3 bucket. Its parts are sent from a local folder, and the manifest last: what was sent before is no backup. A bucket has
/// no lock: what may belong to a backup that another machine makes is left alone for a day.
/// </summary>
/// <param name="root">As a person names it, without a slash at its end.</param>
/// <param name="store">Of small files.</param>
/// <param name="files">The same files, large ones among them.</param>
/// <param name="scratch">Local folder for the parts of backups.</param>
/// <param name="time">Decides what is old.</param>
internal sealed class BucketPlace(string root, BucketStore store, BucketFiles files, string scratch, TimeProvider time) : IBackupPlace
{
    private const string Archive = "archive/";

    /// <summary>Names of backups begin with a year, and nothing else does.</summary>
    private const string Backups = "2";

    private static readonly TimeSpan LongestBackup = TimeSpan.FromDays(1);

    private static readonly IAsyncDisposable Unlocked = Stream.Null;

    /// <summary>Sizes of the archived files, listed once: asking for each would be a request each.</summary>
    private Dictionary<string, long>? _sizes;

    public string Root => root;

    public string PlaceOf(string name) => $"{Root}/{name}";

    public string FileOf(string sha256) => $"{Root}/{Archive}{FileName.Of(sha256)}";

    public async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken) =>
    [
        .. (await ListAsync(Backups, cancellationToken))
            .Where(f => f.Name.EndsWith("/" + BackupFolder.ManifestName, StringComparison.Ordinal))
            .Select(f => f.Name.Split('/')[0])
            .Where(BackupFolder.IsName)
            .OrderDescending(StringComparer.Ordinal),
    ];

    public async Task<bool> IsTakenAsync(string name, CancellationToken cancellationToken) =>
        (await ListAsync(name + "/", cancellationToken)).Count > 0;

    public Task<byte[]?> ReadManifestAsync(string name, CancellationToken cancellationToken) =>
        store.ReadAsync($"{name}/{BackupFolder.ManifestName}", cancellationToken);

    public async Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken)
    {
        var old = time.Now() - LongestBackup;
        await InScratchAsync(() =>
        {
            PrivateFiles.MakeFolder(scratch);
            return Task.CompletedTask;
        });
        var whole = await NamesAsync(cancellationToken);
        foreach (var file in await ListAsync(Backups, cancellationToken))
        {
            if (file.Written < old && file.Name.Split('/')[0] is var name && BackupFolder.IsName(name) && !whole.Contains(name))
                await store.DeleteAsync(file.Name, cancellationToken);
        }
        return Unlocked;
    }

    public string Begin(string name) => ScratchFolder.Make(scratch, name, time.Now());

    public async Task CompleteAsync(string partial, BackupManifest manifest, CancellationToken cancellationToken)
    {
        foreach (var part in manifest.Parts)
        {
            await InScratchAsync(
                () => files.UploadAsync($"{manifest.Name}/{part.Name}", Path.Combine(partial, part.Name), cancellationToken));
        }
        await store.WriteAsync($"{manifest.Name}/{BackupFolder.ManifestName}", manifest.ToJson(), cancellationToken);
        ScratchFolder.Remove(partial);
    }

    public async Task<LocalParts> OpenAsync(
        BackupManifest backup, IReadOnlyList<BackupPart> parts, CancellationToken cancellationToken)
    {
        LocalParts? local = null;
        try
        {
            await InScratchAsync(async () =>
            {
                local = new LocalParts(Begin(backup.Name), PlaceOf(backup.Name), IsCopy: true);
                foreach (var part in parts)
                {
                    PrivateFiles.MakeFile(local.PathOf(part));
                    if (!await files.DownloadAsync($"{backup.Name}/{Path.GetFileName(part.Name)}", local.PathOf(part), cancellationToken))
                        File.Delete(local.PathOf(part));
                }
            });
            return local!;
        }
        catch
        {
            local?.Dispose();
            throw;
        }
    }

    public async Task<long?> SizeAsync(string sha256, CancellationToken cancellationToken)
    {
        _sizes ??= await SizesAsync(cancellationToken);
        return _sizes.TryGetValue(sha256, out var size) ? size : null;
    }

    public Task<byte[]?> ReadFileAsync(string sha256, CancellationToken cancellationToken) =>
        store.ReadAsync(Archive + FileName.Of(sha256), cancellationToken);

    public Task WriteFileAsync(string sha256, byte[] bytes, CancellationToken cancellationToken) =>
        store.WriteAsync(Archive + FileName.Of(sha256), bytes, cancellationToken);

    public async IAsyncEnumerable<string> OldFilesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var old = time.Now() - LongestBackup;
        await foreach (var file in files.ListAsync(Archive, cancellationToken))
        {
            if (file.Written < old && FileName.Read(file.Name[Archive.Length..]) is (var sha256, ArchivedForms.Plain))
                yield return sha256;
        }
    }

    public Task RemoveFileAsync(string sha256, CancellationToken cancellationToken) =>
        store.DeleteAsync(Archive + FileName.Of(sha256), cancellationToken);

    public async Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        await store.DeleteAsync($"{name}/{BackupFolder.ManifestName}", cancellationToken);
        foreach (var file in await ListAsync(name + "/", cancellationToken))
            await store.DeleteAsync(file.Name, cancellationToken);
    }

    /// <exception cref="BackupException">The local folder cannot be used; a fault of the bucket says so itself.</exception>
    private async Task InScratchAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or (IOException and not ArchiveAwayException))
        {
            throw new BackupException(
                $"The folder {scratch} cannot hold the parts of a backup: {fault.Message} "
                + "Storage__Path must name a writable folder with room for a copy of the database.",
                fault);
        }
    }

    private async Task<Dictionary<string, long>> SizesAsync(CancellationToken cancellationToken)
    {
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        await foreach (var file in files.ListAsync(Archive, cancellationToken))
        {
            if (FileName.Read(file.Name[Archive.Length..]) is (var sha256, ArchivedForms.Plain))
                sizes[sha256] = file.Bytes;
        }
        return sizes;
    }

    private async Task<List<BucketFile>> ListAsync(string beginning, CancellationToken cancellationToken) =>
        await files.ListAsync(beginning, cancellationToken).ToListAsync(cancellationToken);
}
