using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace CreamPie.Core.Archiving;

/// <summary>
/// Lists the files of the archive. An orphan, which neither a row nor a manifest names, is set aside under another
/// extension for a week before it is removed: a late reader still finds it.
/// </summary>
public sealed class ArchiveCensus(IArchiveStore store)
{
    /// <summary>
    /// First two hex digits of the hashes: one folder at a time, so that a large archive is never in memory as a whole.
    /// </summary>
    public static IEnumerable<string> Folders => Enumerable.Range(0, 256).Select(i => i.ToString("x2", CultureInfo.InvariantCulture));

    /// <summary>Files of one of the <see cref="Folders"/>, with their last write (UTC).</summary>
    public async IAsyncEnumerable<(string Sha256, DateTime Written, bool IsSetAside)> FilesAsync(
        string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var file in store.ListAsync(folder, cancellationToken))
        {
            if (FileName.Read(file.Name) is var (sha256, isSetAside))
                yield return (sha256, file.Written, isSetAside);
        }
    }

    /// <summary>The hashes named by manifests: the database can be rebuilt from these, so their files stay.</summary>
    public async IAsyncEnumerable<string> NamedByManifestsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var file in store.ListAsync(FileName.Manifests, cancellationToken))
        {
            if (file.Name.EndsWith(".json", StringComparison.Ordinal)
                && await store.ReadAsync(file.Name, cancellationToken) is { } json && HashOf(json) is { } hash)
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
    public Task PutAsideAsync(string sha256, CancellationToken cancellationToken) =>
        store.MoveAsync(FileName.Of(sha256), FileName.SetAside(sha256), cancellationToken);

    /// <summary>Removes a file that was set aside.</summary>
    public Task RemoveAsync(string sha256, CancellationToken cancellationToken) =>
        store.DeleteAsync(FileName.SetAside(sha256), cancellationToken);
}
