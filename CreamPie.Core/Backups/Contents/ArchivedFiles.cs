using System.Runtime.CompilerServices;
using CreamPie.Core.Archiving;
using CreamPie.Core.Archiving.Buckets;

namespace CreamPie.Core.Backups.Contents;

/// <summary>The archived files one after the other, and single ones by their hash.</summary>
public sealed class ArchivedFiles(Archive archive, ArchiveCensus census, IArchiveStore store)
{
    /// <summary>The hashes of the files; of those that are set aside only on demand.</summary>
    internal async IAsyncEnumerable<string> AllAsync(
        bool withSetAside, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var folder in ArchiveCensus.Folders)
        {
            foreach (var file in await census.FilesAsync(folder, cancellationToken))
            {
                if (withSetAside || !file.IsSetAside)
                    yield return file.Sha256;
            }
        }
    }

    /// <summary>True if there is a file of this hash, compressed or not, whatever it holds.</summary>
    internal async Task<bool> HasAsync(string sha256, CancellationToken cancellationToken) =>
        await IsThereAsync(FileName.Of(sha256), cancellationToken)
        || await IsThereAsync(FileName.Of(sha256, ArchivedForms.Compressed), cancellationToken);

    private async Task<bool> IsThereAsync(string name, CancellationToken cancellationToken)
    {
        await using var file = await store.OpenAsync(name, cancellationToken);
        return file is not null;
    }

    /// <summary>The bytes; null if there is no such file, it cannot be read, or it holds something else.</summary>
    internal async Task<byte[]?> ReadAsync(string sha256, CancellationToken cancellationToken)
    {
        try
        {
            return await archive.ReadAsync(sha256, cancellationToken);
        }
        // An unreadable file counts as damaged; the others are still read. Without its bucket nothing can be said.
        catch (Exception fault) when (fault is ArchiveCorruptException or UnauthorizedAccessException or ArgumentException
            or (IOException and not ArchiveAwayException))
        {
            return null;
        }
    }

    internal Task StoreAsync(byte[] bytes, CancellationToken cancellationToken) => archive.StoreAsync(bytes, cancellationToken);
}
