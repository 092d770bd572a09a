using CreamPie.Core.Backups.Checking;
using CreamPie.Core.Backups.Contents;
using CreamPie.Core.Backups.Making;
using CreamPie.Core.Backups.Rebuilding;
using CreamPie.Core.Backups.Restoring;
using CreamPie.Core.Backups.Running;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Core.Backups;

/// <summary>Registration of the backups.</summary>
public static class BackupServices
{
    /// <summary>Adds backup, restore and what checks them.</summary>
    public static IServiceCollection AddBackups(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<BackupOptions>().BindConfiguration(BackupOptions.Section).ValidateDataAnnotations();
        return services
            .AddSingleton<ArchivedFiles>()
            .AddSingleton<ContentQuery>()
            .AddSingleton<BackupPlaces>()
            .AddSingleton<PostgresTools>()
            .AddSingleton<DatabaseCopier>()
            .AddSingleton<ArchiveCopy>()
            .AddSingleton<Backup>()
            .AddSingleton<DatabaseRestore>()
            .AddSingleton<ArchiveRestore>()
            .AddSingleton<Restore>()
            .AddSingleton<SqliteCheck>()
            .AddSingleton<ArchiveSample>()
            .AddSingleton<InstallationCheck>()
            .AddSingleton<BackupCheck>()
            .AddSingleton<InstallationVerification>()
            .AddSingleton<MigrationBackup>()
            .AddSingleton<BackupRetention>()
            .AddSingleton<BackupRuns>()
            .AddSingleton<BackupService>()
            .AddSingleton<BackupOverview>()
            .AddSingleton<ArchiveRebuild>()
            .AddSingleton<DatabaseMove>();
    }
}
