using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using CreamPie.Core.Archiving;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.SetUp;

namespace CreamPie.Core.Backups.Making;

/// <summary>
/// A folder of backups: one folder each, with the copy of the database, and the archived files of all of them by hash in
/// <c>archive/ab/cd/&lt;sha256&gt;.bin</c>. Only its owner can read it.
/// </summary>
internal sealed partial class BackupFolder(string path) : IBackupPlace
{
    public const string ManifestName = "manifest.json";
    public const string FilesName = "files.gz";
    public const string DocumentsName = "documents.tar.gz";
    public const string Partial = ".partial";

    /// <summary>Of a time in a name.</summary>
    public const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    public string Root { get; } = Path.GetFullPath(path);

    /// <summary>True for a name of a backup.</summary>
    public static bool IsName(string text) => Name().IsMatch(text);

    public static string NameOf(DateTime at) => at.ToString(TimeFormat, CultureInfo.InvariantCulture);

    public static string DatabaseName(DatabaseProvider provider) =>
        provider == DatabaseProvider.Sqlite ? "database.sqlite" : "database.pgdump";

    public string FileOf(string sha256) => Path.Combine(Root, "archive", sha256[..2], sha256[2..4], sha256 + ".bin");

    public string PlaceOf(string name) => Path.Combine(Root, name);

    /// <summary>Names of the whole backups, the newest first.</summary>
    public IReadOnlyList<string> Names() => !Directory.Exists(Root) ? [] :
    [
        .. Directory.EnumerateDirectories(Root)
            .Select(folder => Path.GetFileName(folder)!)
            .Where(name => IsName(name) && File.Exists(Path.Combine(Root, name, ManifestName)))
            .OrderDescending(StringComparer.Ordinal),
    ];

    public Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken) => Task.FromResult(Names());

    public Task<bool> IsTakenAsync(string name, CancellationToken cancellationToken) => Task.FromResult(Directory.Exists(PlaceOf(name)));

    public async Task<byte[]?> ReadManifestAsync(string name, CancellationToken cancellationToken) =>
        Path.Combine(PlaceOf(name), ManifestName) is var path && File.Exists(path)
            ? await File.ReadAllBytesAsync(path, cancellationToken)
            : null;

    public string Begin(string name)
    {
        var partial = PlaceOf(name + Partial);
        PrivateFiles.MakeFolder(partial);
        return partial;
    }

    /// <summary>Writes the manifest into a partial backup, and makes that one whole: it has its name from now on.</summary>
    public async Task CompleteAsync(string partial, BackupManifest manifest, CancellationToken cancellationToken)
    {
        await DurableFile.WriteAsync(Path.Combine(partial, ManifestName), manifest.ToJson(), cancellationToken);
        DurableFile.FlushFolder(partial);
        Directory.Move(partial, PlaceOf(manifest.Name));
        DurableFile.FlushFolder(Root);
    }

    public Task<LocalParts> OpenAsync(BackupManifest backup, IReadOnlyList<BackupPart> parts, CancellationToken cancellationToken) =>
        Task.FromResult(new LocalParts(PlaceOf(backup.Name), PlaceOf(backup.Name), IsCopy: false));

    public Task<long?> SizeAsync(string sha256, CancellationToken cancellationToken) =>
        Task.FromResult<long?>(new FileInfo(FileOf(sha256)) is { Exists: true, Length: var size } ? size : null);

    public async Task<byte[]?> ReadFileAsync(string sha256, CancellationToken cancellationToken) =>
        FileOf(sha256) is var path && File.Exists(path) ? await File.ReadAllBytesAsync(path, cancellationToken) : null;

    public async Task WriteFileAsync(string sha256, byte[] bytes, CancellationToken cancellationToken)
    {
        var temporary = Path.Combine(Root, "tmp", Guid.NewGuid().ToString("N"));
        PrivateFiles.MakeFolder(Path.GetDirectoryName(temporary)!);
        await DurableFile.WriteAsync(temporary, bytes, cancellationToken);
        await using (var written = File.OpenRead(temporary))
        {
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(written, cancellationToken)) != sha256)
                throw new IOException($"'{temporary}' does not hold what was written to it.");
        }
        DurableFile.CreateFolder(Path.GetDirectoryName(FileOf(sha256))!);
        DurableFile.Move(temporary, FileOf(sha256));
    }

    /// <summary>The lock is held: nobody makes a backup.</summary>
    public IAsyncEnumerable<string> OldFilesAsync(CancellationToken cancellationToken) =>
        (Directory.Exists(PlaceOf("archive")) ? Directory.EnumerateFiles(PlaceOf("archive"), "*.bin", SearchOption.AllDirectories) : [])
        .Select(file => Path.GetFileNameWithoutExtension(file))
        .ToAsyncEnumerable();

    public Task RemoveFileAsync(string sha256, CancellationToken cancellationToken)
    {
        File.Delete(FileOf(sha256));
        return Task.CompletedTask;
    }

    public Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        File.Delete(Path.Combine(PlaceOf(name), ManifestName));
        Directory.Delete(PlaceOf(name), recursive: true);
        return Task.CompletedTask;
    }

    public Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken)
    {
        var held = Lock();
        RemovePartial();
        return Task.FromResult<IAsyncDisposable>(held);
    }

    /// <summary>Removes what dead processes left; the caller has the folder's lock.</summary>
    private void RemovePartial()
    {
        foreach (var partial in Directory.EnumerateDirectories(Root, "*" + Partial))
            ScratchFolder.Remove(partial);
        ScratchFolder.Remove(Path.Combine(Root, "tmp"));
    }

    /// <exception cref="BackupException">Another process makes a backup there.</exception>
    public FileStream Lock()
    {
        PrivateFiles.MakeFolder(Root);
        return LockFile.Take(Path.Combine(Root, "backup.lock"))
            ?? throw new BackupException($"Another backup into {Root} is running. Wait until it ends.");
    }

    [GeneratedRegex("^[0-9]{8}T[0-9]{6}Z$")]
    private static partial Regex Name();
}
