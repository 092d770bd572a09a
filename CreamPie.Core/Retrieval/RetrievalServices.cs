using CreamPie.Core.Retrieval.Http;
using CreamPie.Core.Retrieval.Politeness;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Core.Retrieval;

/// <summary>Registration of the HTTP client for sources.</summary>
public static class RetrievalServices
{
    /// <summary>Adds retrieval and its validated options.</summary>
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
