using Bunit;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Uses;
using CreamPie.Core.Archiving;
using CreamPie.Core.Querying.Changes;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using CreamPie.Web.Accounts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using MudBlazor.Services;

namespace CreamPie.Tests.Components.Admin;

/// <summary>Admin pages over a real database and the real Core, for a user with a real session, at noon of 2026-11-20.</summary>
internal sealed class AdminRig : BunitContext, IAsyncDisposable
{
    public static readonly DateTime Noon = new(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc);

    private AdminRig(TestDatabase database) => Database = database;

    public TestDatabase Database { get; }

    public IRenderedComponent<MudSnackbarProvider> Snackbars { get; private set; } = null!;

    public IRenderedComponent<MudDialogProvider> Dialogs { get; private set; } = null!;

    /// <summary>Pages load nothing until this completes.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    public static Task<AdminRig> StartAsync(IReadOnlyDictionary<string, string?> settings) => StartAsync(Roles.Admin, settings);

    public static async Task<AdminRig> StartAsync(string role = Roles.Admin, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var database = await SeedData.DatabaseAsync(DatabaseProvider.Sqlite, DateOnly.FromDateTime(Noon), settings);
        var rig = new AdminRig(database);
        var session = await rig.SignInAsync(role);
        rig.JSInterop.Mode = JSRuntimeMode.Loose;
        rig.Services.AddSingleton(database.Get<TimeProvider>());
        rig.Services.AddMudServices();
        rig.Services.AddSingleton(new CurrentCaller(
            new SignedIn(rig, session),
            new Sessions(
                database.Contexts, new UseNotes(database.Contexts), Options.Create(new SessionOptions()),
                Options.Create(new AccountsOptions()), database.Get<TimeProvider>())));
        rig.Services.AddSingleton(NoSimulation.Value);
        rig.Services.AddFallbackServiceProvider(database.Services);
        rig.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        rig.Render<MudPopoverProvider>();
        rig.Snackbars = rig.Render<MudSnackbarProvider>();
        rig.Dialogs = rig.Render<MudDialogProvider>();
        return rig;
    }

    public IRenderedComponent<T> Open<T>(string path)
        where T : IComponent
    {
        Navigation.NavigateTo(path);
        return Render<T>();
    }

    /// <summary>One poll of the change feed, which otherwise runs every second.</summary>
    public Task PollAsync() => Database.Get<ChangeFeed>().PollAsync(CancellationToken.None);

    public async Task<Document> StoreAsync(int id, string symbol, string text, DocumentState state = DocumentState.Quarantined)
    {
        var file = await Database.Get<Archive>().StoreAsync(System.Text.Encoding.UTF8.GetBytes(text), CancellationToken.None);
        var document = SeedData.NewDocument(id, symbol, state: state);
        document.Source = SourceName.DropFolder;
        (document.Sha256, document.Bytes, document.FileName, document.KnownAt) = (file.Sha256, file.Bytes, symbol + ".csv", Noon);
        await Database.AddAsync(document);
        return document;
    }

    public async Task<DocumentState> StateAsync(int id)
    {
        await using var db = Database.Open();
        return (await db.Documents.SingleAsync(d => d.Id == id)).State;
    }

    /// <summary>Removes the user's roles and lets the session cache expire.</summary>
    public async Task TakeRolesAwayAsync()
    {
        await using var db = Database.Open();
        await db.UserRoles.ExecuteDeleteAsync();
        ((FakeTimeProvider)Database.Get<TimeProvider>()).Advance(TimeSpan.FromSeconds(10));
    }

    private async Task<Guid> SignInAsync(string role)
    {
        await using var db = Database.Open();
        var user = new AppUser { UserName = "somebody@example.org", Email = "somebody@example.org" };
        if (await db.Roles.SingleOrDefaultAsync(r => r.Name == role) is not { } known)
            db.Roles.Add(known = new IdentityRole(role) { NormalizedName = role.ToUpperInvariant() });
        var session = new UserSession { Id = Guid.NewGuid(), UserId = user.Id, CreatedAt = Noon, ExpiresAt = Noon.AddHours(12) };
        db.AddRange(user, new IdentityUserRole<string> { UserId = user.Id, RoleId = known.Id }, session);
        await db.SaveChangesAsync();
        return session.Id;
    }

    public new async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Database.DisposeAsync();
    }

    private sealed class SignedIn(AdminRig rig, Guid session) : AuthenticationStateProvider
    {
        public override async Task<AuthenticationState> GetAuthenticationStateAsync()
        {
            await rig.Gate;
            return new(SessionTicket.Of(session, "test"));
        }
    }
}
