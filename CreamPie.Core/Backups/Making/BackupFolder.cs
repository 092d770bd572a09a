using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using CreamPie.Core.Archiving;
using CreamPie.Core.Storage;

namespace CreamPie.Core.Backups.Making;

/// <summary>
/// A folder of backups: one folder each, with the copy of the database, and the archived files of all of them by hash in
/// <c>archive/ab/cd/&lt;sha256&gt;.bin</c>. Only its owner can read it.
/// </summary>
internal sealed partial class BackupFolder(string path)
{
    public const string ManifestName = "manifest.json";
    public const string FilesName = "files.gz";
    public const string DocumentsName = "documents.tar.gz";
    public const string Partial = ".partial";

    /// <summary>Of a time in a name.</summary>
    public const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
    };

    public string Root { get; } = Path.GetFullPath(path);

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
            .Where(name => Name().IsMatch(name) && File.Exists(Path.Combine(Root, name, ManifestName)))
            .OrderDescending(StringComparer.Ordinal),
    ];

    /// <exception cref="BackupException">There is no such backup, or its manifest cannot be read.</exception>
    public async Task<BackupManifest> ReadAsync(string? name, CancellationToken cancellationToken)
    {
        var names = Names();
        if (names.Count == 0)
            throw new BackupException($"{Root} has no backup. One is a folder like {NameOf(DateTime.UnixEpoch)} with a {ManifestName}.");
        if (name is not null && !names.Contains(name))
            throw new BackupException($"{Root} has no backup {name}. It has {string.Join(", ", names.Take(5))}.");
        var path = Path.Combine(Root, name ?? names[0], ManifestName);
        try
        {
            var manifest = JsonSerializer.Deserialize<BackupManifest>(await File.ReadAllBytesAsync(path, cancellationToken), Json);
            if (manifest is not { Format: BackupManifest.CurrentFormat, Database: not null, Files: not null, Documents: not null })
                throw new BackupException($"{path} is of another version of CreamPie (format {manifest?.Format}): use that one.");
            return manifest;
        }
        catch (JsonException fault)
        {
            throw new BackupException($"{path} is damaged: {fault.Message} Use another backup of this folder.", fault);
        }
    }

    /// <summary>Writes the manifest into a partial backup, and makes that one whole: it has its name from now on.</summary>
    public async Task CompleteAsync(string partial, BackupManifest manifest, CancellationToken cancellationToken)
    {
        await DurableFile.WriteAsync(
            Path.Combine(partial, ManifestName), JsonSerializer.SerializeToUtf8Bytes(manifest, Json), cancellationToken);
        DurableFile.FlushFolder(partial);
        Directory.Move(partial, PlaceOf(manifest.Name));
        DurableFile.FlushFolder(Root);
    }

    /// <summary>Removes what dead processes left; the caller has the folder's lock.</summary>
    public void RemovePartial()
    {
        foreach (var partial in Directory.EnumerateDirectories(Root, "*" + Partial))
            Directory.Delete(partial, recursive: true);
        if (Directory.Exists(Path.Combine(Root, "tmp")))
            Directory.Delete(Path.Combine(Root, "tmp"), recursive: true);
    }

    /// <exception cref="BackupException">Another process makes a backup there.</exception>
    public FileStream Lock()
    {
        PrivateFiles.MakeFolder(Root);
        try
        {
            return new FileStream(Path.Combine(Root, "backup.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault) when (File.Exists(Path.Combine(Root, "backup.lock")))
        {
            throw new BackupException($"Another backup into {Root} is running. Wait until it ends.", fault);
        }
    }

    [GeneratedRegex("^[0-9]{8}T[0-9]{6}Z$")]
    private static partial Regex Name();
}
