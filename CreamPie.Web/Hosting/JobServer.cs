using CreamPie.Core.Database;
using CreamPie.Core.Ingestion;
using CreamPie.Web.Hosting.Identity;
using CreamPie.Web.Jobs;
using Hangfire;
using Hangfire.Common;
using Hangfire.Dashboard;
using Hangfire.InMemory;
using Hangfire.PostgreSql;

namespace CreamPie.Web.Hosting;

/// <summary>Hangfire triggers and shows; what there is to do stands in our own tables (DESIGN: jobs).</summary>
internal static class JobServer
{
    private const int Workers = 4;

    /// <summary>Any node may show the dashboard; only one that works runs jobs.</summary>
    public static void AddJobServer(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<DashboardActions>();
        services.AddSingleton<IJobFilterProvider>(provider => new JobFilterProviderCollection(
            new JobFilterAttributeFilterProvider(), new DashboardActions.Provider(provider.GetRequiredService<DashboardActions>())));
        services.AddSingleton(_ => Storage(builder.Configuration));
        services.AddHangfire(hangfire => hangfire
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings());
        services.AddSingleton<IDispatcher, HangfireDispatcher>();
        if (builder.Configuration.GetSection(NodeOptions.Section).Get<NodeOptions>() is { RunsJobs: false })
            return;
        services.AddHostedService<JobSchedule>();
        services.AddIngestionWorkers();
        services.AddHangfireServer(server =>
        {
            server.WorkerCount = Workers;
            server.Queues = [JobQueues.Default, JobQueues.Load, JobQueues.Pull];
            server.CancellationCheckInterval = TimeSpan.FromSeconds(2);
            server.ShutdownTimeout = TimeSpan.FromSeconds(20);
        });
    }

    public static void MapJobDashboard(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapHangfireDashboard("/hangfire", new DashboardOptions
        {
            // Hangfire's own filter lets in whoever seems local, which behind a proxy is everybody; the policy decides.
            Authorization = [],
            DisplayStorageConnectionString = false,
            DashboardTitle = "CreamPie jobs",
            AppPath = "/",
        }).RequireAuthorization(Policies.Admin);

    private static JobStorage Storage(IConfiguration configuration)
    {
        if (configuration.GetValue<DatabaseProvider>("Database:Provider") == DatabaseProvider.Sqlite)
            return new InMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromDays(1) });
        var options = new PostgreSqlStorageOptions
        {
            UseSlidingInvisibilityTimeout = true,
            InvisibilityTimeout = TimeSpan.FromMinutes(5),
            DistributedLockTimeout = TimeSpan.FromMinutes(1),
            QueuePollInterval = TimeSpan.FromSeconds(1),
            EnableLongPolling = true,
        };
        return new PostgreSqlStorage(
            new Hangfire.PostgreSql.Factories.NpgsqlConnectionFactory(configuration.GetConnectionString("CreamPie")!, options), options);
    }
}
