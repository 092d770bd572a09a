using System.Security.Claims;
using CreamPie.Core.Accounts;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using CreamPie.Web.Accounts;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Accounts;

/// <summary>Changes by another node are written to the database, past this node's cache.</summary>
public sealed class SessionAuthenticationStateTests
{
    /// <summary>The documented limit is five seconds; this leaves one for the database and the browser.</summary>
    [Fact]
    public void Session_cache_and_poll_interval_total_at_most_four_seconds() =>
        Assert.True(Sessions.CacheLife + SessionAuthenticationState.Interval <= TimeSpan.FromSeconds(4));

    [Fact]
    public async Task Session_revoked_elsewhere_signs_the_circuit_out() => await SeesAsync(
        (db, _) => db.UserSessions.ExecuteUpdateAsync(s => s.SetProperty(x => x.RevokedAt, TimeProvider.System.Now())),
        user => user.Identity?.IsAuthenticated != true);

    [Fact]
    public async Task Disabled_user_is_signed_out() => await SeesAsync(
        (db, _) => db.Users.ExecuteUpdateAsync(u => u.SetProperty(x => x.DisabledAt, TimeProvider.System.Now())),
        user => user.Identity?.IsAuthenticated != true);

    [Fact]
    public async Task Removed_role_is_dropped_and_the_user_stays_signed_in() => await SeesAsync(
        (db, _) => db.UserRoles.ExecuteDeleteAsync(),
        user => user.Identity?.IsAuthenticated == true && !user.IsInRole(Roles.Admin));

    [Fact]
    public async Task Sign_out_in_another_tab_ends_the_circuit_too() => await SeesAsync(
        async (_, app) =>
        {
            var sessions = app.Services.GetRequiredService<Sessions>();
            var user = await app.AddUserAsync(TestApplication.AdminEmail, null);
            await sessions.RevokeAllAsync(user.Id, except: null, CancellationToken.None);
        },
        user => user.Identity?.IsAuthenticated != true);

    private static async Task SeesAsync(Func<CreamPieDbContext, TestApplication, Task> happens, Func<ClaimsPrincipal, bool> isSeen)
    {
        await using var app = await TestApplication.StartAsync();
        var user = await app.AddUserAsync(TestApplication.AdminEmail, Roles.Admin);
        var sessions = app.Services.GetRequiredService<Sessions>();
        var session = await sessions.StartForCookieAsync(
            user, "", address: null, isProved: true, provider: null, CancellationToken.None);
        await using var circuit = app.Services.CreateAsyncScope();
        var state = circuit.ServiceProvider.GetRequiredService<AuthenticationStateProvider>();
        var seen = new TaskCompletionSource<ClaimsPrincipal>(TaskCreationOptions.RunContinuationsAsynchronously);
        ((ServerAuthenticationStateProvider)state).SetAuthenticationState(Task.FromResult(new AuthenticationState(
            (await sessions.FindAsync(session, CancellationToken.None))!.ToPrincipal(CreamPieScheme.Cookie))));
        state.AuthenticationStateChanged += async changed =>
        {
            if ((await changed).User is var now && isSeen(now))
                seen.TrySetResult(now);
        };

        await using var db = await app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContextAsync();
        await happens(db, app);

        await seen.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
