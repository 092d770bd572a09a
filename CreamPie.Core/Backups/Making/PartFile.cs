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

    /// <summary>Of a file that something else has written.</summary>
    public static async Task<BackupPart> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
        var hash = await SHA256.HashDataAsync(file, cancellationToken);
        return new(Path.GetFileName(path), file.Length, Convert.ToHexStringLower(hash));
    }

    /// <exception cref="BackupException">It is missing or not what the manifest says.</exception>
    public static async Task CheckAsync(string folder, BackupPart part, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, Path.GetFileName(part.Name));
        if (!File.Exists(path))
            throw new BackupException($"{path} is missing: this backup cannot be used. Take an older one (--backup NAME).");
        if (await ReadAsync(path, cancellationToken) != part)
            throw new BackupException($"{path} is damaged: its hash does not match. Take an older backup (--backup NAME).");
    }
}
