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

    /// <summary>The hashes of one of the <see cref="Folders"/>, each with its files.</summary>
    internal async Task<IReadOnlyCollection<CountedFile>> FilesAsync(string folder, CancellationToken cancellationToken)
    {
        var counted = new Dictionary<string, CountedFile>(StringComparer.Ordinal);
        await foreach (var file in store.ListAsync(folder, cancellationToken))
        {
            if (FileName.Read(file.Name) is var (sha256, form))
                counted[sha256] = counted.GetValueOrDefault(sha256, new(sha256, file.Written, form)).With(form, file.Written);
        }
        return counted.Values;
    }

    /// <summary>The hashes that manifests need: the database can be rebuilt from these, so their files stay.</summary>
    public async IAsyncEnumerable<string> NamedByManifestsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var file in store.ListAsync(FileName.Manifests, cancellationToken))
        {
            if (file.Name.EndsWith(".json", StringComparison.Ordinal)
                && await store.ReadAsync(file.Name, cancellationToken) is { } json && HashOf(json) is { } hash)
                yield return hash;
        }
    }

    /// <returns>
    /// Null if the manifest is damaged: then only the document's row can name the file. Null, too, if it says that the bytes were given up.
    /// </returns>
    private static string? HashOf(byte[] json)
    {
        try
        {
            using var manifest = JsonDocument.Parse(json);
            return manifest.RootElement.TryGetProperty("sha256", out var sha256)
                && !manifest.RootElement.TryGetProperty("bytesRemovedAt", out _) ? sha256.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Sets the files of a hash aside; a later read restores them.</summary>
    internal async Task PutAsideAsync(CountedFile file, CancellationToken cancellationToken)
    {
        if (file.Forms.HasFlag(ArchivedForms.Compressed))
            await MoveAsync(file.Sha256, ArchivedForms.Compressed, ArchivedForms.CompressedAside, cancellationToken);
        if (file.Forms.HasFlag(ArchivedForms.Plain))
            await MoveAsync(file.Sha256, ArchivedForms.Plain, ArchivedForms.PlainAside, cancellationToken);
    }

    /// <summary>Removes the files of a hash that were set aside.</summary>
    internal async Task RemoveAsync(string sha256, CancellationToken cancellationToken)
    {
        await store.DeleteAsync(FileName.Of(sha256, ArchivedForms.PlainAside), cancellationToken);
        await store.DeleteAsync(FileName.Of(sha256, ArchivedForms.CompressedAside), cancellationToken);
    }

    private async Task MoveAsync(string sha256, ArchivedForms from, ArchivedForms to, CancellationToken cancellationToken)
    {
        try
        {
            await store.MoveAsync(FileName.Of(sha256, from), FileName.Of(sha256, to), cancellationToken);
        }
        catch (FileNotFoundException)
        {
            // Compressed or put back by another node meanwhile: the next cleanup sees it.
        }
    }
}
