using System.Buffers.Binary;
using CreamPie.Core.Backups.Making;
using CreamPie.Core.Backups.Restoring;
using CreamPie.Core.Market.Calendar;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Backups.Running;

/// <summary>Removes backups that are older than they are kept, and archived files that no other backup of the folder has.</summary>
public sealed class BackupRetention(IOptions<BackupOptions> options, TimeProvider time)
{
    /// <returns>Number of backups removed. The newest stays, however old.</returns>
    internal async Task<int> RemoveOldAsync(string path, CancellationToken cancellationToken)
    {
        var folder = new BackupFolder(path);
        await using var held = folder.Lock();
        var oldest = BackupFolder.NameOf(time.Now().AddDays(-options.Value.KeepDays));
        var old = folder.Names().Skip(1).Where(name => string.CompareOrdinal(name, oldest) < 0).ToList();
        foreach (var name in old)
        {
            // Without its manifest it is no backup any more, however far the removal gets.
            File.Delete(Path.Combine(folder.PlaceOf(name), BackupFolder.ManifestName));
            Directory.Delete(folder.PlaceOf(name), recursive: true);
        }
        if (old.Count > 0)
            await RemoveFilesAsync(folder, cancellationToken);
        return old.Count;
    }

    private static async Task RemoveFilesAsync(BackupFolder folder, CancellationToken cancellationToken)
    {
        var kept = new HashSet<UInt128>();
        foreach (var name in folder.Names())
        {
            var backup = await folder.ReadAsync(name, cancellationToken);
            await foreach (var sha256 in ArchiveRestore.FilesAsync(folder, backup, cancellationToken))
                kept.Add(KeyOf(sha256));
        }
        var archive = folder.PlaceOf("archive");
        foreach (var file in Directory.Exists(archive) ? Directory.EnumerateFiles(archive, "*.bin", SearchOption.AllDirectories) : [])
        {
            if (!kept.Contains(KeyOf(Path.GetFileNameWithoutExtension(file))))
                File.Delete(file);
        }
    }

    /// <summary>Half of a hash is as unique, and a million of them stay small.</summary>
    private static UInt128 KeyOf(string sha256) => BinaryPrimitives.ReadUInt128BigEndian(Convert.FromHexString(sha256.AsSpan(0, 32)));
}
