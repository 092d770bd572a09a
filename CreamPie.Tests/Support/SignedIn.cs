using Bunit;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Uses;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Accounts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;
using MudBlazor;
using MudBlazor.Services;

namespace CreamPie.Tests.Support;

/// <summary>Renders pages over a test's database for a signed-in user.</summary>
internal sealed class SignedIn : BunitContext
{
    private SignedIn(TestDatabase database, Guid session, string role, IJSRuntime? browser)
    {
        Services.AddMudServices();
        Services.AddFallbackServiceProvider(database.Services);
        Services.AddSingleton<TimeProvider>(database.Get<TimeProvider>());
        Services.AddSingleton(new Sessions(
            database.Contexts, new UseNotes(database.Contexts), Options.Create(new SessionOptions()), Options.Create(new AccountsOptions()),
            database.Get<TimeProvider>()));
        Services.AddScoped<CurrentCaller>();
        Services.AddSingleton(NoSimulation.Value);
        if (browser is not null)
            Services.AddSingleton(browser);
        var user = this.AddAuthorization();
        user.SetAuthorized("somebody@example.org");
        user.SetRoles(role);
        // Set last: setting anything else resets the claims.
        user.SetClaims([.. SessionTicket.Of(session, "test").Claims]);
        JSInterop.Mode = JSRuntimeMode.Loose;
        SetRendererInfo(new("Server", true));
        Render<MudPopoverProvider>();
    }

    /// <param name="browser">Null for bUnit's own JavaScript runtime.</param>
    public static async Task<SignedIn> AsAsync(TestDatabase database, string role = Roles.Analyst, IJSRuntime? browser = null)
    {
        var user = new AppUser { UserName = "somebody@example.org", Email = "somebody@example.org" };
        var session = Guid.NewGuid();
        await using (var db = database.Open())
        {
            db.Users.Add(user);
            db.UserRoles.Add(new() { UserId = user.Id, RoleId = db.Roles.Single(r => r.Name == role).Id });
            var now = database.Get<TimeProvider>().Now();
            db.UserSessions.Add(new UserSession { Id = session, UserId = user.Id, CreatedAt = now, ExpiresAt = now.AddDays(1) });
            await db.SaveChangesAsync();
        }
        return new(database, session, role, browser);
    }
}
