using CreamPie.Core.Archiving;
using CreamPie.Core.Database;
using CreamPie.Core.Querying;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CreamPie.Core;

public static class CoreServices
{
    /// <summary>The whole story of the data, one line a stage.</summary>
    public static IServiceCollection AddCreamPieCore(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddDatabase(configuration);
        services.AddArchiving();
        services.AddQuerying();
        return services;
    }
}
