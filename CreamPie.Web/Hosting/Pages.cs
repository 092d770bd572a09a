using CreamPie.Web.Accounts;
using CreamPie.Web.Accounts.External;
using CreamPie.Web.Accounts.Factors;
using CreamPie.Web.Accounts.Own;
using CreamPie.Web.Components;
using CreamPie.Web.Components.Layout;
using CreamPie.Web.Components.Stocks.Tracking;
using MudBlazor;
using MudBlazor.Services;

namespace CreamPie.Web.Hosting;

internal static class Pages
{
    public static void AddPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents()
            .AddInteractiveServerComponents(circuit =>
            {
                circuit.DisconnectedCircuitMaxRetained = 20;
                circuit.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
                circuit.PersistedCircuitInMemoryMaxRetained = 100;
                circuit.PersistedCircuitInMemoryRetentionPeriod = TimeSpan.FromMinutes(30);
                circuit.MaxBufferedUnacknowledgedRenderBatches = 10;
            })
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = 32 * 1024);
        builder.Services.AddScoped<RequestedSymbols>();
        builder.Services.AddMudServices(mud =>
        {
            mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight;
            mud.SnackbarConfiguration.PreventDuplicates = false;
        });
    }

    public static void MapPages(this WebApplication app)
    {
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(o => o.ContentSecurityFrameAncestorsPolicy = null);
        app.MapSignOut();
        app.MapOwnSessions();
        app.MapOwnData();
        app.MapPasskeys();
        app.MapExternal();
        app.MapTheme();
        app.MapGet("/account/denied", () => TypedResults.StatusCode(StatusCodes.Status403Forbidden))
            .AllowAnonymous().ExcludeFromDescription();
    }
}
