using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CreamPie.Core.Storage;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Archiving;

/// <summary>
/// Which files the archive has, whoever wants them. What nobody wants is set aside under another name for a week before it
/// goes: a reader who wants it after all finds it there.
/// </summary>
public sealed class ArchiveCensus(IOptions<StorageOptions> storage)
{
    internal const string SetAside = ".orphan";
    private const string Kept = ".bin";

    private readonly string _root = Path.GetFullPath(storage.Value.Archive);

    /// <summary>One after the other, so that a large archive is never in memory as a whole: the first two digits of the hashes.</summary>
    public static IEnumerable<string> Folders => Enumerable.Range(0, 256).Select(i => i.ToString("x2", CultureInfo.InvariantCulture));

    public IEnumerable<(string Sha256, DateTime Written, bool IsSetAside)> Files(string folder) => !Directory.Exists(Path.Combine(_root, folder)) ? [] : Directory
        .EnumerateFiles(Path.Combine(_root, folder), "*.*", SearchOption.AllDirectories)
        .Select(path => new FileInfo(path))
        .Where(file => file.Extension is Kept or SetAside && file.Directory?.Parent?.Parent?.FullName == _root)
        .Select(file => (Path.GetFileNameWithoutExtension(file.Name), file.LastWriteTimeUtc, file.Extension == SetAside));

    public bool Has(string sha256) => File.Exists(PathOf(sha256, Kept)) || File.Exists(PathOf(sha256, SetAside));

    /// <summary>The hashes that a manifest speaks of: from these the database can be rebuilt, so that their files stay, whatever it says.</summary>
    public async IAsyncEnumerable<string> NamedByManifestsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = Path.Combine(_root, "documents");
        foreach (var path in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json") : [])
        {
            if (HashOf(await File.ReadAllBytesAsync(path, cancellationToken)) is { } hash)
                yield return hash;
        }
    }

    /// <returns>Null if it is damaged: what it spoke of is known from its document's row, if from anywhere.</returns>
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

    public void PutAside(string sha256) => DurableFile.Move(PathOf(sha256, Kept), PathOf(sha256, SetAside));

    public void Remove(string sha256) => File.Delete(PathOf(sha256, SetAside));

    private string PathOf(string sha256, string extension) => Path.Combine(_root, sha256[..2], sha256[2..4], sha256 + extension);
}
