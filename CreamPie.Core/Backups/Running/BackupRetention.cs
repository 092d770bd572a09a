using System.Buffers.Binary;
using CreamPie.Core.Backups.Making;
using CreamPie.Core.Backups.Restoring;
using CreamPie.Core.Market.Calendar;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Backups.Running;

/// <summary>Removes backups that are older than they are kept, and archived files that no other backup of the place has.</summary>
public sealed class BackupRetention(BackupPlaces places, IOptions<BackupOptions> options, TimeProvider time)
{
    /// <returns>Number of backups removed. The newest stays, however old.</returns>
    internal async Task<int> RemoveOldAsync(string path, CancellationToken cancellationToken)
    {
        var place = places.Of(path);
        await using var held = await place.LockAsync(cancellationToken);
        var oldest = BackupFolder.NameOf(time.Now().AddDays(-options.Value.KeepDays));
        var old = (await place.NamesAsync(cancellationToken)).Skip(1)
            .Where(name => string.CompareOrdinal(name, oldest) < 0)
            .ToList();
        foreach (var name in old)
            await place.RemoveAsync(name, cancellationToken);
        if (old.Count > 0)
            await RemoveFilesAsync(place, cancellationToken);
        return old.Count;
    }

    private static async Task RemoveFilesAsync(IBackupPlace place, CancellationToken cancellationToken)
    {
        var kept = new HashSet<UInt128>();
        foreach (var name in await place.NamesAsync(cancellationToken))
        {
            var backup = await place.ReadAsync(name, cancellationToken);
            using var parts = await place.OpenAsync(backup, [backup.Files], cancellationToken);
            // What a damaged list does not name would be removed.
            await parts.CheckAsync(backup.Files, cancellationToken);
            await foreach (var sha256 in ArchiveRestore.FilesAsync(parts, cancellationToken))
                kept.Add(KeyOf(sha256));
        }
        await foreach (var sha256 in place.OldFilesAsync(cancellationToken))
        {
            if (!kept.Contains(KeyOf(sha256)))
                await place.RemoveFileAsync(sha256, cancellationToken);
        }
    }

    /// <summary>Half of a hash is as unique, and a million of them stay small.</summary>
    private static UInt128 KeyOf(string sha256) => BinaryPrimitives.ReadUInt128BigEndian(Convert.FromHexString(sha256.AsSpan(0, 32)));
}
