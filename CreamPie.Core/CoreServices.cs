using CreamPie.Core.Accounts;
using CreamPie.Core.Archiving;
using CreamPie.Core.Backups;
using CreamPie.Core.Ingestion;
using CreamPie.Core.Loading;
using CreamPie.Core.Monitoring;
using CreamPie.Core.Querying;
using CreamPie.Core.Quotes;
using CreamPie.Core.Retrieval;
using CreamPie.Core.Sources;
using CreamPie.Core.Storage;
using CreamPie.Core.Tracking;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CreamPie.Core;

/// <summary>Registration of the core.</summary>
public static class CoreServices
{
    /// <summary>Adds all services of the core, in the order of the data's way through them.</summary>
    public static IServiceCollection AddCreamPieCore(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddStorage(configuration)
            .AddAudit()
            .AddTracking()
            .AddSources(configuration)
            .AddRetrieval()
            .AddArchiving()
            .AddLoading()
            .AddIngestion()
            .AddBackups()
            .AddQuotes()
            .AddQuerying()
            .AddMonitoring();
    }
}
