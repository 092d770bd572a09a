using CreamPie.Core.Monitoring.Alerts;
using CreamPie.Core.Monitoring.Alerts.Channels;
using CreamPie.Core.Monitoring.Alerts.Conditions;
using CreamPie.Core.Monitoring.Metrics;
using CreamPie.Core.Monitoring.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Core.Monitoring;

/// <summary>Registration of what watches the program itself.</summary>
public static class MonitoringServices
{
    /// <summary>Adds the watch over the workers and the alerts, without any background service.</summary>
    public static IServiceCollection AddMonitoring(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<AlertOptions>().BindConfiguration(AlertOptions.Section)
            .Validate(
                AlertOptions.HasAddress,
                "Alerts__WebhookUrl must be an https address without user and password; http needs Alerts__AllowPrivateNetworks=true.")
            .Validate(
                AlertOptions.HasSecret,
                "Alerts__WebhookSecret must be whsec_ and 24 to 64 random bytes in base64, as openssl rand -base64 32 makes them; "
                + "Alerts__WebhookUrl needs it.");
        return services
            .AddSingleton<WorkerWatch>()
            .AddSingleton<IAlertCondition, WorkersCondition>()
            .AddSingleton<IAlertCondition, SourcesCondition>()
            .AddSingleton<IAlertCondition, HostsCondition>()
            .AddSingleton<IAlertCondition, LateStocksCondition>()
            .AddSingleton<IAlertCondition, FailedDocumentsCondition>()
            .AddSingleton<IAlertCondition, DiskCondition>()
            .AddSingleton<IAlertCondition, BackupsCondition>()
            .AddSingleton<IAlertChannel, WebhookChannel>()
            .AddSingleton<AlertCheck>()
            .AddSingleton<AlertDelivery>();
    }

    /// <summary>Adds the heartbeat of a process that serves or works, and its part in sending alerts.</summary>
    /// <param name="services">With <see cref="AddMonitoring"/>.</param>
    /// <param name="node">What the process is.</param>
    public static IServiceCollection AddNode(this IServiceCollection services, Func<IServiceProvider, ThisNode> node) => services
        .AddSingleton(node)
        .AddSingleton<NodeHeartbeat>()
        .AddHostedService(provider => provider.GetRequiredService<NodeHeartbeat>())
        .AddHostedService<AlertService>();

    /// <summary>Adds the gauges of the installation; only where metrics are collected, because they are read all the time.</summary>
    public static IServiceCollection AddInstallationMeter(this IServiceCollection services) => services
        .AddMetrics()
        .AddSingleton<InstallationMeter>()
        .AddHostedService<MeterService>();
}
