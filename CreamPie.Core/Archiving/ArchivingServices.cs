using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Core.Archiving;

public static class ArchivingServices
{
    public static IServiceCollection AddArchiving(this IServiceCollection services)
    {
        services.AddSingleton<Archive>();
        services.AddSingleton<ArchiveCensus>();
        services.AddSingleton<DiskSpaceGuard>();
        return services;
    }
}
