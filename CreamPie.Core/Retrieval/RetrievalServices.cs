using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Core.Retrieval;

public static class RetrievalServices
{
    public static IServiceCollection AddRetrieval(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<RetrievalOptions>().BindConfiguration(RetrievalOptions.Section).ValidateDataAnnotations();
        services.AddSingleton<Retriever>();
        services.AddSingleton<HostGate>();
        services.AddSingleton<RobotsFiles>();
        services.AddSingleton<Visits>();
        return services;
    }
}
