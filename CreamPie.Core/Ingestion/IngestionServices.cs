using CreamPie.Core.Retrieval;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Ingestion;

public static class IngestionServices
{
    public static IServiceCollection AddIngestion(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<IngestionOptions>().BindConfiguration(IngestionOptions.Section)
            .Validate(o => o.Lease > o.Heartbeat * 2, "Ingestion__Lease must be more than twice Ingestion__Heartbeat, or a busy worker loses its documents.")
            .Validate<IOptions<RetrievalOptions>>(
                (o, retrieval) => retrieval.Value.TotalTimeoutSeconds < o.LongestRun.TotalSeconds,
                "Retrieval__TotalTimeoutSeconds must be less than Ingestion__LongestRun, or a slow fetch never ends.")
            .Validate(o => o.Workers is > 0 and <= 64, "Ingestion__Workers must be 1 to 64.")
            .Validate(o => o is { MaxAttempts: > 0, MaxCrashes: > 0 }, "Ingestion__MaxAttempts and Ingestion__MaxCrashes must be 1 or more.");
        return services
            .AddMetrics()
            .AddSingleton<DocumentMeter>()
            .AddSingleton<Claims>()
            .AddSingleton<Fetching>()
            .AddSingleton<Emptiness>()
            .AddSingleton<Reading>()
            .AddSingleton<PullEnds>()
            .AddSingleton<Attempts>()
            .AddSingleton<Pipeline>()
            .AddSingleton<SourceControl>()
            .AddSingleton<Planner>()
            .AddSingleton<Pulls>()
            .AddSingleton<Quotes>()
            .AddSingleton<DeadLetters>()
            .AddSingleton<Withdrawal>()
            .AddSingleton<Intake>()
            .AddSingleton<DropFolder>()
            .AddSingleton<CrashLoops>()
            .AddSingleton<Invariants>()
            .AddSingleton<ArchiveKeeping>()
            .AddSingleton<Housekeeping>()
            .AddSingleton<Sweeper>();
    }

    /// <summary>What runs by itself: only on nodes that work. Needs an <see cref="IDispatcher"/>.</summary>
    public static IServiceCollection AddIngestionWorkers(this IServiceCollection services) => services
        .AddHostedService<SweeperService>()
        .AddHostedService<DropFolderService>()
        .AddHostedService(provider => provider.GetRequiredService<Housekeeping>());
}
