using AngleSharp.Dom;
using Bunit;
using CreamPie.Core.Accounts;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using CreamPie.Web.Accounts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace CreamPie.Tests.Components.Admin.Users;

/// <summary>Pages of users over the whole program, for an admin who has just signed in.</summary>
internal sealed class UserRig : BunitContext, IAsyncDisposable
{
    private readonly IServiceScope _scope;

    private UserRig(TestApplication app, Caller admin)
    {
        (App, Admin, _scope) = (app, admin, app.Services.CreateScope());
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton(app.Services.GetRequiredService<TimeProvider>());
        Services.AddSingleton(new CurrentCaller(new State(admin.Session!.Value), app.Services.GetRequiredService<Sessions>()));
        Services.AddFallbackServiceProvider(_scope.ServiceProvider);
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        Render<MudPopoverProvider>();
        Snackbars = Render<MudSnackbarProvider>();
        Dialogs = Render<MudDialogProvider>();
    }

    public TestApplication App { get; }

    public Caller Admin { get; }

    public IRenderedComponent<MudSnackbarProvider> Snackbars { get; }

    public IRenderedComponent<MudDialogProvider> Dialogs { get; }

    public NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    public static async Task<UserRig> StartAsync(bool isProved = true)
    {
        var app = await TestApplication.StartAsync();
        var admin = await app.CallerAsync(TestApplication.AdminEmail);
        if (!isProved)
        {
            await using var db = await app.OpenAsync();
            await db.UserSessions.ExecuteUpdateAsync(s => s.SetProperty(x => x.ProvedAt, (DateTime?)null));
        }
        return new UserRig(app, admin);
    }

    /// <summary>Opens a page and waits for its content.</summary>
    public IRenderedComponent<T> Open<T>(
        string path, string expected, Action<ComponentParameterCollectionBuilder<T>>? parameters = null)
        where T : IComponent
    {
        Navigation.NavigateTo(path);
        var page = Render(parameters ?? (_ => { }));
        page.WaitForAssertion(() => Assert.Contains(expected, page.Markup, StringComparison.Ordinal));
        return page;
    }

    /// <summary>Presses a button of this text or label, as soon as there is one.</summary>
    public static void Press<T>(IRenderedComponent<T> page, string text)
        where T : IComponent
    {
        page.WaitForAssertion(() => Assert.Contains(page.FindAll("button"), IsButton));
        page.Perform(() => page.FindAll("button").First(IsButton).Click());

        bool IsButton(IElement button) => button.TextContent.Trim() == text || button.GetAttribute("aria-label") == text;
    }

    /// <summary>Presses a button of the dialog that asks this.</summary>
    public void Answer(string question, string text)
    {
        Dialogs.WaitForAssertion(() => Assert.Contains(question, Dialogs.Markup, StringComparison.Ordinal));
        Press(Dialogs, text);
    }

    public void WaitForSnack(string text) =>
        Snackbars.WaitForAssertion(() => Assert.Contains(text, Snackbars.Markup, StringComparison.Ordinal));

    /// <summary>A user with a session, a second factor, a passkey and a link to a provider.</summary>
    public async Task<AppUser> AddAsync(string email, string role = Roles.Analyst, bool withWaysIn = false)
    {
        var user = await App.AddUserAsync(email, role);
        await App.CallerAsync(email, role);
        if (!withWaysIn)
            return user;
        var users = _scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
        var known = (await users.FindByIdAsync(user.Id))!;
        await users.SetTwoFactorEnabledAsync(known, true);
        await users.AddLoginAsync(known, new UserLoginInfo("https://id.example.org", "123", "Contoso"));
        await users.AddOrUpdatePasskeyAsync(
            known, new UserPasskeyInfo([1, 2, 3], [4], DateTimeOffset.UnixEpoch, 0, [], true, false, false, [], []));
        await App.CallerAsync(email, role);
        return user;
    }

    public async Task<AppUser?> FindAsync(string id)
    {
        await using var db = await App.OpenAsync();
        return await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id);
    }

    public async Task<(int Passkeys, int Links, int Sessions)> CountAsync(string id)
    {
        await using var db = await App.OpenAsync();
        return (
            await db.Set<IdentityUserPasskey<string>>().CountAsync(p => p.UserId == id),
            await db.UserLogins.CountAsync(l => l.UserId == id),
            await db.UserSessions.CountAsync(s => s.UserId == id && s.RevokedAt == null));
    }

    public new async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _scope.Dispose();
        await App.DisposeAsync();
    }

    private sealed class State(Guid session) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
            Task.FromResult(new AuthenticationState(SessionTicket.Of(session, "test")));
    }
}
