using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Core.Archiving;

/// <summary>Registration of the archive.</summary>
public static class ArchivingServices
{
    /// <summary>Adds the archive and its disk space guard.</summary>
    public static IServiceCollection AddArchiving(this IServiceCollection services)
    {
        services.AddSingleton<Archive>();
        services.AddSingleton<ArchiveCensus>();
        services.AddSingleton<ArchiveMark>();
        services.AddSingleton<ArchivedManifests>();
        services.AddSingleton<DiskSpaceGuard>();
        return services;
    }
}
