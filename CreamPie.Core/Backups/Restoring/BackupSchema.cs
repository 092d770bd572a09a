using System.Data.Common;
using CreamPie.Core.Backups.Contents;
using CreamPie.Core.Backups.Making;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Backups.Restoring;

/// <summary>A backup has the schema of the program that made it; a later program upgrades the copy, as its start would.</summary>
internal static class BackupSchema
{
    /// <exception cref="BackupException">A newer version of the program made it.</exception>
    public static void RefuseNewer(BackupManifest backup)
    {
        using var db = new OtherDatabase(backup.Provider, connectionString: "").CreateDbContext();
        if (!db.Database.GetMigrations().Contains(backup.LastMigration))
        {
            throw new BackupException(
                $"The backup {backup.Name} was made by a newer version of CreamPie ({backup.Version}, schema {backup.LastMigration}): "
                + "use that one, or a later one.");
        }
    }

    /// <exception cref="BackupException">A migration fails over this data.</exception>
    public static async Task UpgradeAsync(BackupManifest backup, CreamPieDbContext copy, CancellationToken cancellationToken)
    {
        try
        {
            if ((await copy.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
                await copy.Database.MigrateAsync(cancellationToken);
        }
        catch (DbException fault)
        {
            throw new BackupException(
                $"The copy of the database (schema {backup.LastMigration}) cannot be upgraded to this version: {fault.Message} "
                + $"Restore it with version {backup.Version}.",
                fault);
        }
    }
}
