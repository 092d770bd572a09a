using CreamPie.Core.Archiving.Buckets;
using CreamPie.Core.Archiving.Compression;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Archiving;

/// <summary>Registration of the archive.</summary>
public static class ArchivingServices
{
    /// <summary>Adds the archive, in the data folder or in the bucket that the settings name, and its disk space guard.</summary>
    public static IServiceCollection AddArchiving(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<ArchiveOptions>().BindConfiguration(ArchiveOptions.Section).ValidateDataAnnotations();
        services.AddSingleton<FolderStore>();
        services.AddSingleton<BucketStore>();
        services.AddSingleton<IArchiveStore>(provider => provider.GetRequiredService<IOptions<ArchiveOptions>>().Value.IsBucket
            ? provider.GetRequiredService<BucketStore>()
            : provider.GetRequiredService<FolderStore>());
        services.AddSingleton<Archive>();
        services.AddSingleton<ArchiveCensus>();
        services.AddSingleton<ArchiveCompressor>();
        services.AddSingleton<ArchiveMark>();
        services.AddSingleton<ArchivedManifests>();
        services.AddSingleton<DiskSpaceGuard>();
        return services;
    }
}
