using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using CreamPie.Core.Archiving;
using CreamPie.Core.Backups.Contents;
using CreamPie.Core.Storage;

namespace CreamPie.Core.Backups.Making;

/// <summary>Copies the archive into a backup folder: a file named by its hash never changes, so that only new ones are copied.</summary>
public sealed class ArchiveCopy(ArchivedFiles archived, ArchivedManifests manifests)
{
    /// <summary>What was copied and listed.</summary>
    /// <param name="Files">The list.</param>
    /// <param name="Count">Files in it.</param>
    /// <param name="Bytes">Their sizes added up.</param>
    /// <param name="Copied">Bytes that were not there before.</param>
    /// <param name="Damaged">Hashes of files that cannot be read, or are not what they are named by.</param>
    internal sealed record Result(BackupPart Files, long Count, long Bytes, long Copied, IReadOnlyList<string> Damaged);

    internal async Task<Result> CopyFilesAsync(BackupFolder to, string partial, CancellationToken cancellationToken)
    {
        var (count, bytes, copied) = (0L, 0L, 0L);
        var damaged = new List<string>();
        var files = await PartFile.WriteAsync(Path.Combine(partial, BackupFolder.FilesName), async stream =>
        {
            await using var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
            await using var list = new StreamWriter(gzip) { NewLine = "\n" };
            await foreach (var sha256 in archived.AllAsync(withSetAside: false, cancellationToken))
            {
                var file = new FileInfo(to.FileOf(sha256));
                if (!file.Exists && !await TryCopyAsync(sha256, to, cancellationToken))
                {
                    damaged.Add(sha256);
                    continue;
                }
                copied += file.Exists ? 0 : new FileInfo(file.FullName).Length;
                var size = new FileInfo(file.FullName).Length;
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

    private async Task<bool> TryCopyAsync(string sha256, BackupFolder to, CancellationToken cancellationToken)
    {
        if (await archived.ReadAsync(sha256, cancellationToken) is not { } bytes)
            return false;
        var temporary = Path.Combine(to.Root, "tmp", Guid.NewGuid().ToString("N"));
        PrivateFiles.MakeFolder(Path.GetDirectoryName(temporary)!);
        await DurableFile.WriteAsync(temporary, bytes, cancellationToken);
        await using (var written = File.OpenRead(temporary))
        {
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(written, cancellationToken)) != sha256)
                throw new IOException($"'{temporary}' does not hold what was written to it.");
        }
        DurableFile.CreateFolder(Path.GetDirectoryName(to.FileOf(sha256))!);
        DurableFile.Move(temporary, to.FileOf(sha256));
        return true;
    }
}
