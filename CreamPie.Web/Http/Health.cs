using CreamPie.Core.Archiving;
using CreamPie.Core.Archiving.Buckets;
using CreamPie.Core.Monitoring.Nodes;
using CreamPie.Core.Storage;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Http;

/// <summary>Two public endpoints with a one-word answer: the process is live; it is ready to work.</summary>
internal static class Health
{
    /// <summary>Id of the node that answers, new at each start: an open page looks for its own (Reconnecting.razor.js).</summary>
    public const string NodeHeader = "CreamPie-Node";

    public static void AddHealth(this WebApplicationBuilder builder) => builder.Services.AddHealthChecks()
        .AddCheck<DatabaseCheck>("database", timeout: TimeSpan.FromSeconds(5))
        .AddCheck<ArchiveCheck>("archive", timeout: TimeSpan.FromSeconds(5))
        .AddCheck<SpaceCheck>("space", timeout: TimeSpan.FromSeconds(5))
        .AddCheck<WorkersCheck>("workers", timeout: TimeSpan.FromSeconds(5));

    public static void MapHealth(this WebApplication app)
    {
        // By themselves they answer to every method, TRACE too.
        var reads = new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]);
        app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync })
            .AllowAnonymous().WithMetadata(reads);
        app.MapHealthChecks("/healthz/ready").AllowAnonymous().WithMetadata(reads);
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain";
        // Whoever has not signed in is told one word.
        if (context.User.Identity?.IsAuthenticated == true)
            context.Response.Headers[NodeHeader] = context.RequestServices.GetRequiredService<ThisNode>().Id.ToString();
        return context.Response.WriteAsync(report.Status.ToString(), context.RequestAborted);
    }

    private sealed class DatabaseCheck(IDbContextFactory<CreamPieDbContext> contexts) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            _ = await db.Installations.AsNoTracking().Select(i => i.Id).SingleAsync(cancellationToken);
            // SQLite's file is on the disk that the other checks cover.
            return db.Database.IsNpgsql() && await IsReadOnly(db).SingleAsync(cancellationToken)
                ? HealthCheckResult.Unhealthy("The database takes no writes.")
                : HealthCheckResult.Healthy();
        }

        private static IQueryable<bool> IsReadOnly(CreamPieDbContext db) =>
            db.Database.SqlQuery<bool>($"select current_setting('transaction_read_only')::bool as \"Value\"");
    }

    /// <summary>Degraded, not unhealthy: it serves its data, only new work waits, so it must not be taken out of service.</summary>
    private sealed class SpaceCheck(DiskSpaceGuard storage) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(storage.Paused is { } why ? HealthCheckResult.Degraded(why) : HealthCheckResult.Healthy());
    }

    /// <summary>Degraded, too: a web node must not be taken out of service because the workers are.</summary>
    private sealed class WorkersCheck(WorkerWatch workers) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            await workers.CheckAsync(cancellationToken) is { } why ? HealthCheckResult.Degraded(why) : HealthCheckResult.Healthy();
    }

    private sealed class ArchiveCheck(IOptions<StorageOptions> storage, IOptions<ArchiveOptions> archive) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            // All nodes have the same bucket: without it each still serves, which the space check calls degraded.
            if (archive.Value.IsBucket)
                return HealthCheckResult.Healthy();
            var folder = Path.Combine(storage.Value.Archive, "tmp");
            Directory.CreateDirectory(folder);
            await using var probe = new FileStream(
                Path.Combine(folder, $"ready-{Guid.NewGuid():N}"),
                FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            await probe.WriteAsync("ready"u8.ToArray(), cancellationToken);
            await probe.FlushAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
    }
}
