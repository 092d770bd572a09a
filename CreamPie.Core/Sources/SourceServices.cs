using CreamPie.Core.Sources.AlphaVantage;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.CsvTemplate;
using CreamPie.Core.Sources.DropFolder;
using CreamPie.Core.Sources.Yahoo;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Sources;

internal static class SourceServices
{
    /// <summary>Registers the sources, one line each; docs/sources.md says how to write another.</summary>
    public static IServiceCollection AddSources(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<OwnAddress>();
        services.AddOptionsWithValidateOnStart<SourcesOptions>().Bind(configuration.GetSection(SourcesOptions.Section));
        services.AddSingleton<IValidateOptions<SourcesOptions>, SourcesOptionsCheck>();
        services.AddSingleton<SourceCatalog>();
        services.AddSource<YahooPageSource, YahooPageOptions>(configuration.GetSection(YahooPageOptions.Section));
        services.AddSource<YahooChartSource, YahooChartOptions>(configuration.GetSection(YahooChartOptions.Section));
        services.AddSingleton<ISource, DroppedFileSource>();
        services.AddSource<AlphaVantageSource, AlphaVantageOptions>(
            configuration.GetSection(AlphaVantageOptions.Section), unlessWithout: nameof(AlphaVantageOptions.ApiKey));
        services.AddSource<CsvTemplateSource, CsvTemplateOptions>(
            configuration.GetSection(CsvTemplateOptions.Section), unlessWithout: nameof(CsvTemplateOptions.UrlTemplate));
        return services;
    }

    /// <param name="services">Of the host.</param>
    /// <param name="section">The source's own settings.</param>
    /// <param name="unlessWithout">The setting that the source is not installed without.</param>
    private static void AddSource<TSource, TOptions>(
        this IServiceCollection services, IConfigurationSection section, string? unlessWithout = null)
        where TSource : class, ISource
        where TOptions : class
    {
        if (unlessWithout is not null && string.IsNullOrWhiteSpace(section[unlessWithout]))
            return;
        services.AddOptionsWithValidateOnStart<TOptions>().Bind(section).ValidateDataAnnotations();
        services.AddSingleton<ISource, TSource>();
    }
}
