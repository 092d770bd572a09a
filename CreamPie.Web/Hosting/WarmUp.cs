using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace CreamPie.Web.Hosting;

/// <summary>
/// Builds, on other threads, what a start is about to need and what needs no data: a start is otherwise the work of one thread, and mostly
/// compiles. Whoever needs it first waits for it, or builds it itself and meets the fault.
/// </summary>
internal static class WarmUp
{
    public static void Begin(IServiceProvider services)
    {
        Run(() =>
        {
            using var db = services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContext();
            // Needs the model and all that translates a query, and no database.
            db.Installations.Where(i => i.Mark != null).OrderBy(i => i.Id).Take(1).ToQueryString();
        });
        Run(() => _ = services.GetRequiredService<IOptions<McpServerOptions>>().Value);
    }

    private static void Run(Action make) => Task.Run(make).ContinueWith(
        made => _ = made.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
