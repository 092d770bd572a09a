using CreamPie.Core.Querying.Changes;
using CreamPie.Core.Querying.Documents;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Querying.Sources;
using CreamPie.Core.Querying.Stocks;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Core.Querying;

/// <summary>Registers this folder.</summary>
public static class QueryingServices
{
    /// <summary>Adds the queries and the change feed; storage, sources and ingestion are registered elsewhere.</summary>
    public static IServiceCollection AddQuerying(this IServiceCollection services) => services
        .AddSingleton<SeriesQuery>()
        .AddSingleton<StockQuery>()
        .AddSingleton<ListingQuery>()
        .AddSingleton<ActionQuery>()
        .AddSingleton<AttemptQuery>()
        .AddSingleton<SourceQuery>()
        .AddSingleton<CardQuery>()
        .AddSingleton<PullQuery>()
        .AddSingleton<QuoteQuery>()
        .AddSingleton<DocumentQuery>()
        .AddSingleton<ParsedQuery>()
        .AddSingleton<RawTextQuery>()
        .AddSingleton<ProvenanceQuery>()
        .AddSingleton<ChangeFeed>()
        .AddHostedService(provider => provider.GetRequiredService<ChangeFeed>());
}
