using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Core.Sources;

public static class SourceServices
{
    public static IServiceCollection AddSources(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsWithValidateOnStart<YahooPageOptions>()
            .Bind(configuration.GetSection(YahooPageOptions.Section))
            .ValidateDataAnnotations();
        services.AddSingleton<OwnAddress>();
        services.AddSingleton<ISource, YahooPage>();
        services.AddSingleton<ISource, DroppedFile>();
        services.AddSingleton<SourceCatalog>();
        return services;
    }
}
