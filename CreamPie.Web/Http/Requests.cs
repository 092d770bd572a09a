using CreamPie.Web.Api;
using CreamPie.Web.Hosting;
using CreamPie.Web.Jobs;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Http;

internal static class Requests
{
    /// <summary>The middleware of every request, in order.</summary>
    public static void UseCreamPie(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseProblemResponses();
        app.UseHostNames();
        if (app.Services.GetRequiredService<IOptions<HostingOptions>>().Value.IsHttps)
        {
            app.UseHsts();
            // A probe inside the container uses http.
            app.UseWhen(context => !context.Request.Path.StartsWithSegments("/healthz"), outside => outside.UseHttpsRedirection());
        }
        app.UseRouting();
        app.UseSameOriginCircuits();
        app.UseAuthentication();
        app.UseApiRateLimit();
        app.UseCookieForReadsOnly();
        app.UseUnknownPaths();
        app.UseAuthorization();
        app.UseBodyLimit();
        app.UseFormTokens();
    }

    /// <summary>Default deny would send a visitor to sign in first, only to find nothing there.</summary>
    private static void UseUnknownPaths(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.GetEndpoint() is not null)
            return next(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });

    /// <summary>The endpoints, one line per area.</summary>
    public static void MapCreamPie(this WebApplication app)
    {
        app.MapHealth();
        if (!app.Services.GetRequiredService<IOptions<NodeOptions>>().Value.ServesPages)
        {
            app.MapFallback("{**path}", () => TypedResults.NotFound()).AllowAnonymous();
            return;
        }
        app.MapStaticAssets().AllowAnonymous();
        app.MapAuthApi();
        app.MapUsersApi();
        app.MapStockDataApi();
        app.MapApiReference();
        app.MapJobDashboard();
        app.MapPages();
    }
}
