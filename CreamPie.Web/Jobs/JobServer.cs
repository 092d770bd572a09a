using CreamPie.Core.Backups.Running;
using CreamPie.Core.Ingestion;
using CreamPie.Core.Ingestion.Dispatching;
using CreamPie.Core.Storage;
using CreamPie.Web.Accounts;
using CreamPie.Web.Hosting;
using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.Common;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Jobs;

/// <summary>Hangfire triggers and displays jobs; our tables have the work, because a job server may run a job twice or lose it.</summary>
internal static class JobServer
{
    /// <summary>Any node may serve the dashboard; only a worker node runs jobs.</summary>
    public static void AddJobServer(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<JobOptions>().BindConfiguration(JobOptions.Section);
        var works = builder.Configuration.GetSection(NodeOptions.Section).Get<NodeOptions>() is not { RunsJobs: false };
        if (builder.Configuration.GetSection(JobOptions.Section).Get<JobOptions>() is { Hangfire: false })
            AddChannel(builder.Services, works);
        else
            AddHangfire(builder, works);
        if (works)
        {
            builder.Services.AddIngestionWorkers();
            builder.Services.AddHostedService(provider => provider.GetRequiredService<BackupService>());
        }
    }

    private static void AddChannel(IServiceCollection services, bool works)
    {
        services.AddSingleton<ChannelDispatcher>();
        services.AddSingleton<IDispatcher>(provider => provider.GetRequiredService<ChannelDispatcher>());
        if (works)
            services.AddHostedService(provider => provider.GetRequiredService<ChannelDispatcher>());
    }

    private static void AddHangfire(WebApplicationBuilder builder, bool works)
    {
        var services = builder.Services;
        services.AddSingleton<DashboardActions>();
        services.AddSingleton<IJobFilterProvider>(provider => new JobFilterProviderCollection(
            new JobFilterAttributeFilterProvider(), new DashboardActions.Provider(provider.GetRequiredService<DashboardActions>())));
        services.AddSingleton(_ => Storage(builder.Configuration));
        // Hangfire's default is the activator of the host of this process that was configured last.
        services.AddSingleton<JobActivator>(provider => new AspNetCoreJobActivator(provider.GetRequiredService<IServiceScopeFactory>()));
        services.AddHangfire(hangfire => hangfire
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings());
        services.AddSingleton<IDispatcher, HangfireDispatcher>();
        if (!works)
        {
            services.AddHostedService<SweepRequests>();
            return;
        }
        services.AddHostedService<JobSchedule>();
        services.AddHangfireServer((provider, server) =>
        {
            server.WorkerCount = provider.GetRequiredService<IOptions<IngestionOptions>>().Value.Workers;
            server.Queues = [JobQueues.Default, JobQueues.Load, JobQueues.Pull];
            server.CancellationCheckInterval = TimeSpan.FromSeconds(2);
            server.ShutdownTimeout = TimeSpan.FromSeconds(20);
        });
    }

    public static void MapJobDashboard(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IOptions<JobOptions>>().Value.Hangfire)
        {
            // Our own tables record the runs either way.
            app.MapGet("/hangfire", () => TypedResults.Redirect("/admin/documents"))
                .RequireAuthorization(Policies.Admin)
                .ExcludeFromDescription();
            return;
        }
        app.MapHangfireDashboard("/hangfire", new DashboardOptions
        {
            // Hangfire's own filter admits local requests, which behind a proxy are all of them; the policy decides.
            Authorization = [],
            DisplayStorageConnectionString = false,
            DashboardTitle = "CreamPie jobs",
            AppPath = app.Services.GetRequiredService<IOptions<HostingOptions>>().Value.PathBase + "/",
        }).RequireAuthorization(Policies.Admin).Audited();
    }

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
