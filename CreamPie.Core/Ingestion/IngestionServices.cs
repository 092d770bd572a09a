using System.Globalization;
using CreamPie.Core.Ingestion.DeadLetters;
using CreamPie.Core.Ingestion.Dispatching;
using CreamPie.Core.Ingestion.Files;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Ingestion.Retention;
using CreamPie.Core.Ingestion.Running;
using CreamPie.Core.Ingestion.SourceHealth;
using CreamPie.Core.Retrieval;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Ingestion;

/// <summary>Registration of the pipeline.</summary>
public static class IngestionServices
{
    private const double Day = 24 * 60 * 60;

    /// <summary>Adds the pipeline, the planner and the commands on them, without any background service.</summary>
    public static IServiceCollection AddIngestion(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<IngestionOptions>().BindConfiguration(IngestionOptions.Section)
            .Validate(
                o => o.Lease > o.Heartbeat * 2,
                "Ingestion__Lease must be more than twice Ingestion__Heartbeat, or a busy worker loses its documents.")
            .Validate<IOptions<RetrievalOptions>>(
                (o, retrieval) => retrieval.Value.TotalTimeoutSeconds < o.LongestRun.TotalSeconds,
                "Retrieval__TotalTimeoutSeconds must be less than Ingestion__LongestRun, or a slow fetch never ends.")
            .Between(0.1, Day, nameof(IngestionOptions.Lease), o => o.Lease)
            .Between(0.1, Day, nameof(IngestionOptions.Heartbeat), o => o.Heartbeat)
            .Between(0.1, Day, nameof(IngestionOptions.LongestRun), o => o.LongestRun)
            .Between(0.1, Day, nameof(IngestionOptions.ParseBudget), o => o.ParseBudget)
            .Between(0.1, Day, nameof(IngestionOptions.Sweep), o => o.Sweep)
            .Between(0.1, Day, nameof(IngestionOptions.DropScan), o => o.DropScan)
            .Between(1, Day, nameof(IngestionOptions.OutageRest), o => o.OutageRest)
            .Between(1, 30 * Day, nameof(IngestionOptions.CrashLoopRest), o => o.CrashLoopRest)
            .Validate(o => o.Workers is > 0 and <= 64, "Ingestion__Workers must be 1 to 64.")
            .Validate(
                o => o is { MaxAttempts: > 0, MaxCrashes: > 0 },
                "Ingestion__MaxAttempts and Ingestion__MaxCrashes must be 1 or more.");
        services.AddOptionsWithValidateOnStart<RetentionOptions>().BindConfiguration(RetentionOptions.Section).ValidateDataAnnotations();
        return services
            .AddMetrics()
            .AddSingleton<DocumentMeter>()
            .AddSingleton<DocumentLeases>()
            .AddSingleton<DocumentFetcher>()
            .AddSingleton<EmptyResponseCheck>()
            .AddSingleton<DocumentReader>()
            .AddSingleton<DocumentSetReader>()
            .AddSingleton<PullCompletion>()
            .AddSingleton<AttemptRecorder>()
            .AddSingleton<DocumentCompletion>()
            .AddSingleton<RunLogs>()
            .AddSingleton<Pipeline>()
            .AddSingleton<SourceControl>()
            .AddSingleton<Planner>()
            .AddSingleton<ManualPulls>()
            .AddSingleton<DeadLetterRetries>()
            .AddSingleton<Supersession>()
            .AddSingleton<FileImport>()
            .AddSingleton<DropFolderScanner>()
            .AddSingleton<CrashLoopRecovery>()
            .AddSingleton<InvariantCheck>()
            .AddSingleton<ArchiveCleanup>()
            .AddSingleton<ArchiveRecompression>()
            .AddSingleton<DocumentRetention>()
            .AddSingleton<MaintenanceSchedule>()
            .AddSingleton<MaintenanceService>()
            .AddSingleton<ParserUpgrade>()
            .AddSingleton<ReplayService>()
            .AddSingleton<TemporaryFiles>()
            .AddSingleton<RunnableDocuments>()
            .AddSingleton<Sweeper>()
            .AddSingleton<LastSweep>()
            .AddSingleton<SweeperService>();
    }

    /// <summary>Limits in seconds. Values beyond them would make a loop spin, a timer throw or a date overflow.</summary>
    private static OptionsBuilder<IngestionOptions> Between(
        this OptionsBuilder<IngestionOptions> options, double least, double most, string name, Func<IngestionOptions, TimeSpan> value) =>
        options.Validate(
            o => value(o).TotalSeconds >= least && value(o).TotalSeconds <= most,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Ingestion__{name} must be {least} "
                + $"to {most} seconds, written as hours:minutes:seconds (00:00:10 is ten seconds)."));

    /// <summary>Adds the background services; only on nodes that do work. Needs an <see cref="IDispatcher"/>.</summary>
    public static IServiceCollection AddIngestionWorkers(this IServiceCollection services) => services
        .AddHostedService(provider => provider.GetRequiredService<SweeperService>())
        .AddHostedService<DropFolderService>()
        .AddHostedService(provider => provider.GetRequiredService<MaintenanceService>())
        .AddHostedService(provider => provider.GetRequiredService<ReplayService>());
}
