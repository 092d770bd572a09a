using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CreamPie.Core.Storage;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Archiving;

/// <summary>
/// Lists the files of the archive. An orphan, which neither a row nor a manifest names, is set aside under another
/// extension for a week before it is removed: a late reader still finds it.
/// </summary>
public sealed class ArchiveCensus(IOptions<StorageOptions> storage)
{
    internal const string SetAside = ".orphan";
    private const string Kept = ".bin";

    private readonly string _root = Path.GetFullPath(storage.Value.Archive);

    /// <summary>
    /// First two hex digits of the hashes: one folder at a time, so that a large archive is never in memory as a whole.
    /// </summary>
    public static IEnumerable<string> Folders => Enumerable.Range(0, 256).Select(i => i.ToString("x2", CultureInfo.InvariantCulture));

    /// <summary>Files of one of the <see cref="Folders"/>, with their last write (UTC).</summary>
    public IEnumerable<(string Sha256, DateTime Written, bool IsSetAside)> Files(string folder) =>
        !Directory.Exists(Path.Combine(_root, folder)) ? []
        : Directory.EnumerateFiles(Path.Combine(_root, folder), "*.*", SearchOption.AllDirectories)
        .Select(path => new FileInfo(path))
        .Where(file => file.Extension is Kept or SetAside && file.Directory?.Parent?.Parent?.FullName == _root)
        .Select(file => (Path.GetFileNameWithoutExtension(file.Name), file.LastWriteTimeUtc, file.Extension == SetAside));

    /// <summary>True if the file exists, also if it is set aside.</summary>
    public bool Has(string sha256) => File.Exists(PathOf(sha256, Kept)) || File.Exists(PathOf(sha256, SetAside));

    /// <summary>The hashes named by manifests: the database can be rebuilt from these, so their files stay.</summary>
    public async IAsyncEnumerable<string> NamedByManifestsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = Path.Combine(_root, "documents");
        foreach (var path in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json") : [])
        {
            if (HashOf(await File.ReadAllBytesAsync(path, cancellationToken)) is { } hash)
                yield return hash;
        }
    }

    /// <returns>Null if the manifest is damaged: then only the document's row can name the file.</returns>
    private static string? HashOf(byte[] json)
    {
        try
        {
            using var manifest = JsonDocument.Parse(json);
            return manifest.RootElement.TryGetProperty("sha256", out var sha256) ? sha256.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Sets a file aside; a later read restores it.</summary>
    public void PutAside(string sha256) => DurableFile.Move(PathOf(sha256, Kept), PathOf(sha256, SetAside));

    /// <summary>Removes a file that was set aside.</summary>
    public void Remove(string sha256) => File.Delete(PathOf(sha256, SetAside));

    private string PathOf(string sha256, string extension) => Path.Combine(_root, sha256[..2], sha256[2..4], sha256 + extension);
}
