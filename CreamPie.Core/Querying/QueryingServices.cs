using CreamPie.Core.Querying.Auditing;
using CreamPie.Core.Querying.Bulk;
using CreamPie.Core.Querying.Changes;
using CreamPie.Core.Querying.Documents;
using CreamPie.Core.Querying.Figures;
using CreamPie.Core.Querying.HeavyReading;
using CreamPie.Core.Querying.Indicators;
using CreamPie.Core.Querying.Operating;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Querying.Sources;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Core.Querying.Users;
using CreamPie.Core.Querying.Versions;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Core.Querying;

/// <summary>Registers this folder.</summary>
public static class QueryingServices
{
    /// <summary>Adds the queries and the change feed; storage, sources and ingestion are registered elsewhere.</summary>
    public static IServiceCollection AddQuerying(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<HeavyReadOptions>()
            .BindConfiguration(HeavyReadOptions.Section)
            .ValidateDataAnnotations();
        return services.AddQueries().AddSingleton<HeavyReads>();
    }

    private static IServiceCollection AddQueries(this IServiceCollection services) => services
        .AddSingleton<SeriesQuery>()
        .AddSingleton<BulkQuery>()
        .AddSingleton<PastQuery>()
        .AddSingleton<VersionQuery>()
        .AddSingleton<IndicatorQuery>()
        .AddSingleton<FigureQuery>()
        .AddSingleton<ComparisonQuery>()
        .AddSingleton<StockQuery>()
        .AddSingleton<FindQuery>()
        .AddSingleton<FindingQuery>()
        .AddSingleton<ListingQuery>()
        .AddSingleton<ActionQuery>()
        .AddSingleton<AttemptQuery>()
        .AddSingleton<SourceQuery>()
        .AddSingleton<CardQuery>()
        .AddSingleton<PriceQuery>()
        .AddSingleton<PullQuery>()
        .AddSingleton<QuoteQuery>()
        .AddSingleton<DocumentQuery>()
        .AddSingleton<ParsedQuery>()
        .AddSingleton<RawTextQuery>()
        .AddSingleton<ProvenanceQuery>()
        .AddSingleton<WorkerQuery>()
        .AddSingleton<OverviewQuery>()
        .AddSingleton<UserQuery>()
        .AddSingleton<AuditQuery>()
        .AddSingleton<ChangeQuery>()
        .AddSingleton<ChangeFeed>()
        .AddHostedService(provider => provider.GetRequiredService<ChangeFeed>());
}
