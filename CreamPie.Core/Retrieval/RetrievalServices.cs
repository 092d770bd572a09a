using CreamPie.Core.Retrieval.Http;
using CreamPie.Core.Retrieval.Politeness;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Core.Retrieval;

public static class RetrievalServices
{
    public static IServiceCollection AddRetrieval(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<RetrievalOptions>().BindConfiguration(RetrievalOptions.Section).ValidateDataAnnotations();
        services.AddSingleton<Retriever>();
        services.AddSingleton<HostGate>();
        services.AddSingleton<RobotsCache>();
        services.AddSingleton<SourceClient>();
        return services;
    }
}
