using System.Text.Json;

namespace CreamPie.Core.Backups.Making;

/// <summary>Reads the manifests of a place.</summary>
internal static class BackupReading
{
    /// <param name="place">With the backups.</param>
    /// <param name="name">Of the backup; null for the newest.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BackupException">There is no such backup, or its manifest cannot be read.</exception>
    public static async Task<BackupManifest> ReadAsync(this IBackupPlace place, string? name, CancellationToken cancellationToken)
    {
        var names = await place.NamesAsync(cancellationToken);
        if (names.Count == 0)
        {
            throw new BackupException(
                $"{place.Root} has no backup. One is a folder like {BackupFolder.NameOf(DateTime.UnixEpoch)} with a "
                + $"{BackupFolder.ManifestName}.");
        }
        if (name is not null && !names.Contains(name))
            throw new BackupException($"{place.Root} has no backup {name}. It has {string.Join(", ", names.Take(5))}.");
        var chosen = name ?? names[0];
        var path = $"{place.PlaceOf(chosen)}/{BackupFolder.ManifestName}";
        try
        {
            var manifest = BackupManifest.Of(
                await place.ReadManifestAsync(chosen, cancellationToken) ?? throw new BackupException($"{path} is gone."));
            if (manifest is not { Format: BackupManifest.CurrentFormat, Database: not null, Files: not null, Documents: not null })
                throw new BackupException($"{path} is of another version of CreamPie (format {manifest?.Format}): use that one.");
            return manifest;
        }
        catch (JsonException fault)
        {
            throw new BackupException($"{path} is damaged: {fault.Message} Use another backup of this place.", fault);
        }
    }
}
