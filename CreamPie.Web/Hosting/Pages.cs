using CreamPie.Web.Components;
using CreamPie.Web.Components.Account;
using CreamPie.Web.Components.Stocks;
using MudBlazor;
using MudBlazor.Services;

namespace CreamPie.Web.Hosting;

internal static class Pages
{
    public static void AddPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
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
        app.MapGet("/account/denied", () => TypedResults.StatusCode(StatusCodes.Status403Forbidden)).AllowAnonymous().ExcludeFromDescription();
    }
}
