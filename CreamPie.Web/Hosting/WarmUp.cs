using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace CreamPie.Web.Hosting;

/// <summary>
/// Builds, on other threads, what a start is about to need and what needs no data: a start is otherwise the work of one thread, and mostly
/// compiles.
/// </summary>
internal sealed class WarmUp
{
    private readonly WebApplication _app;
    private readonly Task<List<Endpoint>> _endpoints;

    private WarmUp(WebApplication app)
    {
        _app = app;
        // Whoever needs these first waits for them, or builds them itself and meets the fault.
        Run(() =>
        {
            using var db = app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContext();
            // Needs the model and all that translates a query, and no database.
            db.Installations.Where(i => i.Mark != null).OrderBy(i => i.Id).Take(1).ToQueryString();
        });
        Run(() => _ = app.Services.GetRequiredService<IOptions<McpServerOptions>>().Value);
        _endpoints = Task.Run(() => Sources.SelectMany(source => source.Endpoints).ToList());
    }

    private ICollection<EndpointDataSource> Sources => ((IEndpointRouteBuilder)_app).DataSources;

    /// <summary>Begins once the endpoints are mapped; none may be mapped until <see cref="EndAsync"/> has returned.</summary>
    public static WarmUp Begin(WebApplication app) => new(app);

    /// <summary>
    /// The router and the authorization would each build the endpoints again: they get those that are built. In Development a page that is
    /// added while the program runs must be found.
    /// </summary>
    public async Task EndAsync()
    {
        var endpoints = await _endpoints;
        if (_app.Environment.IsDevelopment())
            return;
        Sources.Clear();
        Sources.Add(new DefaultEndpointDataSource(endpoints));
    }

    private static void Run(Action build) => Task.Run(build).ContinueWith(
        built => _ = built.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
