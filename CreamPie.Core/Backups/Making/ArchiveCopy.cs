using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using CreamPie.Core.Archiving;
using CreamPie.Core.Backups.Contents;

namespace CreamPie.Core.Backups.Making;

/// <summary>Copies the archive into a place of backups: a file named by its hash never changes, so that only new ones are copied.</summary>
public sealed class ArchiveCopy(ArchivedFiles archived, ArchivedManifests manifests)
{
    /// <summary>What was copied and listed.</summary>
    /// <param name="Files">The list.</param>
    /// <param name="Count">Files in it.</param>
    /// <param name="Bytes">Their sizes added up.</param>
    /// <param name="Copied">Bytes that were not there before.</param>
    /// <param name="Damaged">Hashes of files that cannot be read, or are not what they are named by.</param>
    internal sealed record Result(BackupPart Files, long Count, long Bytes, long Copied, IReadOnlyList<string> Damaged);

    internal async Task<Result> CopyFilesAsync(IBackupPlace to, string partial, CancellationToken cancellationToken)
    {
        var (count, bytes, copied) = (0L, 0L, 0L);
        var damaged = new List<string>();
        var files = await PartFile.WriteAsync(Path.Combine(partial, BackupFolder.FilesName), async stream =>
        {
            await using var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
            await using var list = new StreamWriter(gzip) { NewLine = "\n" };
            // The cleanup may have set a file aside that the copy of the database still needs.
            await foreach (var sha256 in archived.AllAsync(withSetAside: true, cancellationToken))
            {
                var there = await to.SizeAsync(sha256, cancellationToken);
                if ((there ?? await CopyAsync(sha256, to, cancellationToken)) is not { } size)
                {
                    damaged.Add(sha256);
                    continue;
                }
                copied += there is null ? size : 0;
                (count, bytes) = (count + 1, bytes + size);
                await list.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{sha256} {size}"));
            }
        }, cancellationToken);
        return new(files, count, bytes, copied, damaged);
    }

    internal async Task<(BackupPart Documents, long Count)> CopyManifestsAsync(string partial, CancellationToken cancellationToken)
    {
        var count = 0L;
        var documents = await PartFile.WriteAsync(Path.Combine(partial, BackupFolder.DocumentsName), async stream =>
        {
            await using var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
            await using var tar = new TarWriter(gzip, TarEntryFormat.Ustar);
            await foreach (var (name, bytes) in manifests.AllAsync(cancellationToken))
            {
                await tar.WriteEntryAsync(
                    new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(bytes) }, cancellationToken);
                count++;
            }
        }, cancellationToken);
        return (documents, count);
    }

    /// <returns>The file's size; null if it is damaged.</returns>
    private async Task<long?> CopyAsync(string sha256, IBackupPlace to, CancellationToken cancellationToken)
    {
        if (await archived.ReadAsync(sha256, cancellationToken) is not { } bytes)
            return null;
        await to.WriteFileAsync(sha256, bytes, cancellationToken);
        return bytes.Length;
    }
}
