using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using CreamPie.Core.Archiving;
using CreamPie.Core.Backups.Contents;
using CreamPie.Core.Backups.Making;

namespace CreamPie.Core.Backups.Restoring;

/// <summary>Puts the files of a backup into the archive. What the archive has already stays: it only gets more.</summary>
public sealed class ArchiveRestore(ArchivedFiles archived, ArchivedManifests manifests)
{
    /// <returns>Files that were put back, and the hashes of those that the backup lacks or that are damaged in it.</returns>
    internal async Task<(long Restored, IReadOnlyList<string> Missing)> RestoreAsync(
        IBackupPlace from, BackupManifest backup, LocalParts parts, CancellationToken cancellationToken)
    {
        var (restored, missing) = (0L, new List<string>());
        await foreach (var sha256 in FilesAsync(parts, cancellationToken))
        {
            if (await archived.HasAsync(sha256, cancellationToken) && await archived.ReadAsync(sha256, cancellationToken) is not null)
                continue;
            if (await ReadAsync(from, sha256, cancellationToken) is not { } bytes)
            {
                missing.Add(sha256);
                continue;
            }
            await archived.StoreAsync(bytes, cancellationToken);
            restored++;
        }
        // A tar without a file is an empty file, which is no tar.
        if (backup.DocumentCount == 0)
            return (restored, missing);
        await foreach (var (name, bytes) in ManifestsAsync(parts, cancellationToken))
            await manifests.PutAsync(name, bytes, cancellationToken);
        return (restored, missing);
    }

    /// <summary>The hashes of the archived files that belong to a backup.</summary>
    internal static async IAsyncEnumerable<string> FilesAsync(
        LocalParts parts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(Path.Combine(parts.Folder, BackupFolder.FilesName));
        await using var gzip = new GZipStream(file, CompressionMode.Decompress);
        using var lines = new StreamReader(gzip);
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length > 64 && line[..64].All(char.IsAsciiHexDigitLower))
                yield return line[..64];
        }
    }

    /// <summary>The bytes if they are what the hash says; else null.</summary>
    internal static async Task<byte[]?> ReadAsync(IBackupPlace from, string sha256, CancellationToken cancellationToken) =>
        await from.ReadFileAsync(sha256, cancellationToken) is { } bytes
        && Convert.ToHexStringLower(SHA256.HashData(bytes)) == sha256 ? bytes : null;

    private static async IAsyncEnumerable<(string Name, byte[] Bytes)> ManifestsAsync(
        LocalParts parts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(Path.Combine(parts.Folder, BackupFolder.DocumentsName));
        await using var gzip = new GZipStream(file, CompressionMode.Decompress);
        await using var tar = new TarReader(gzip);
        while (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            // Only a number ever becomes a path.
            if (entry.EntryType != TarEntryType.RegularFile || !ArchivedManifests.IsName(entry.Name) || entry.DataStream is null)
                continue;
            var bytes = new MemoryStream();
            await entry.DataStream.CopyToAsync(bytes, cancellationToken);
            yield return (entry.Name, bytes.ToArray());
        }
    }
}
