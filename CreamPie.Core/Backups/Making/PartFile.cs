using System.Security.Cryptography;
using CreamPie.Core.Storage;

namespace CreamPie.Core.Backups.Making;

/// <summary>A file of a backup: written for its owner only, flushed to the disk, known by its hash.</summary>
internal static class PartFile
{
    public static async Task<BackupPart> WriteAsync(string path, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        PrivateFiles.MakeFile(path);
        await using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None, 1 << 16))
        {
            await write(file);
            file.Flush(flushToDisk: true);
        }
        return await ReadAsync(path, cancellationToken);
    }

    /// <summary>Of a file that SQLite or pg_dump has written.</summary>
    public static async Task<BackupPart> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
        var hash = await SHA256.HashDataAsync(file, cancellationToken);
        return new(Path.GetFileName(path), file.Length, Convert.ToHexStringLower(hash));
    }
}
