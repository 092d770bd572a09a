using CreamPie.Web.Accounts;
using CreamPie.Web.Accounts.Keys;
using CreamPie.Web.Api;
using CreamPie.Web.Api.Contract;
using CreamPie.Web.Feeds;
using CreamPie.Web.Hosting;
using CreamPie.Web.Hosting.Monitoring;
using CreamPie.Web.Http.Circuits;
using CreamPie.Web.Http.Rates;
using CreamPie.Web.Jobs;
using CreamPie.Web.Mcp;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Http;

internal static class Requests
{
    /// <summary>The middleware of every request, in order.</summary>
    public static void UseCreamPie(this WebApplication app)
    {
        app.ShareRates();
        app.UsePathBaseOfSite();
        app.UseDraining();
        app.UseUnknownProxy();
        app.UseForwardedHeaders();
        app.UseProblemResponses();
        app.UseHostNames();
        app.UseReadableAddresses();
        app.UseApiCompression();
        if (app.Services.GetRequiredService<IOptions<HostingOptions>>().Value.IsHttps)
        {
            app.UseHsts();
            app.UseFeedsByHttpsOnly();
            app.UseWhen(context => !context.IsForThisNode(), outside => outside.UseHttpsRedirection());
        }
        app.UseRouting();
        app.UseCors();
        app.UseSameOriginCircuits();
        app.UseAuthentication();
        app.UseReaders();
        app.UseApiRateLimit();
        app.UseKeyScopes();
        app.UseCircuitLimits();
        app.UsePageRateLimit();
        app.UseCookieForReadsOnly();
        app.UseUnknownPaths();
        app.UseNewPasswordFirst();
        app.UseRefusedCommands();
        app.UseAuthorization();
        app.UseBodyLimit();
        app.UseReadableForms();
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

    /// <summary>The endpoints that need no database to be mapped, one line per area.</summary>
    public static void MapCreamPie(this WebApplication app)
    {
        app.MapHealth();
        app.MapTelemetry();
        if (!app.Services.GetRequiredService<IOptions<NodeOptions>>().Value.ServesPages)
        {
            app.MapFallback("{**path}", () => TypedResults.NotFound()).AllowAnonymous();
            return;
        }
        app.MapStaticAssets().AllowAnonymous();
        var api = app.MapContract();
        api.MapAuthApi();
        api.MapUsersApi();
        api.MapOwnAccountApi();
        api.MapApiKeysApi();
        api.MapFeedsApi();
        api.MapUserAdministration();
        api.MapAudit();
        api.MapStockDataApi();
        api.MapVersion();
        app.MapFeeds();
        app.MapApiReference();
        app.MapMcpServer();
        app.MapPages();
    }

    /// <summary>The dashboard opens the storage of the jobs, which makes its tables: only once the database is set up.</summary>
    public static void MapJobs(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<NodeOptions>>().Value.ServesPages)
            app.MapJobDashboard();
    }
}
