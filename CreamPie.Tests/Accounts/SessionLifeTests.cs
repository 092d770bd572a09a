using System.Net;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Uses;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using CreamPie.Web.Accounts;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Accounts;

public sealed class SessionLifeTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));

    [Theory, OnSqlite, OnPostgres]
    public async Task Session_of_a_browser_ends_after_an_idle_hour(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider, time: _time);
        using var browser = await SignedInAsync(app);
        foreach (var minutes in new[] { 50, 50, 50 })
        {
            _time.Advance(TimeSpan.FromMinutes(minutes));
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).StatusCode);
            await app.Services.GetRequiredService<UseNotes>().DoneAsync();
        }

        _time.Advance(TimeSpan.FromMinutes(61));

        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/account")).StatusCode);
    }

    [Fact]
    public async Task Idle_time_is_configurable_and_no_matter_to_programs()
    {
        await using var app = await TestApplication.StartAsync(
            settings: new Dictionary<string, string> { ["Sessions:IdleMinutes"] = "5" }, time: _time);
        using var browser = await SignedInAsync(app);
        using var program = await app.SignInAsync(TestApplication.AnalystEmail);

        _time.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/users/me")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/api/users/me")).StatusCode);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task What_a_person_does_in_an_open_page_is_a_use(bool isClicked)
    {
        await using var app = await TestApplication.StartAsync(time: _time);
        var user = await app.AddUserAsync(TestApplication.AnalystEmail, Roles.Analyst);
        var sessions = app.Services.GetRequiredService<Sessions>();
        var session = await sessions.StartForCookieAsync(
            user, "", address: null, isProved: true, provider: null, CancellationToken.None);
        await using var circuit = app.Services.CreateAsyncScope();
        var state = (ServerAuthenticationStateProvider)circuit.ServiceProvider.GetRequiredService<AuthenticationStateProvider>();
        state.SetAuthenticationState(
            Task.FromResult(new AuthenticationState(SessionTicket.Of(session, CreamPieScheme.Cookie))));
        var handler = circuit.ServiceProvider.GetServices<CircuitHandler>().OfType<SessionUse>().Single();

        _time.Advance(TimeSpan.FromMinutes(50));
        // The server's own look at the session, once a second, is none.
        Assert.NotNull(await sessions.FindAsync(session, CancellationToken.None));
        if (isClicked)
            await handler.CreateInboundActivityHandler(_ => Task.CompletedTask)(null!);
        await app.Services.GetRequiredService<UseNotes>().DoneAsync();
        _time.Advance(TimeSpan.FromMinutes(50));

        Assert.Equal(isClicked, await sessions.FindAsync(session, CancellationToken.None) is not null);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Enabling_a_person_again_revives_no_session(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider, time: _time);
        using var browser = await SignedInAsync(app);
        using var program = await app.SignInAsync(TestApplication.AnalystEmail);
        using var other = await app.AdminAsync();
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContextAsync();
        DateTime? now = _time.Now();
        var analyst = db.Users.Where(u => u.Email == TestApplication.AnalystEmail);

        await analyst.ExecuteUpdateAsync(u => u.SetProperty(x => x.DisabledAt, now));
        await analyst.ExecuteUpdateAsync(u => u.SetProperty(x => x.DisabledAt, (DateTime?)null));
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/users/me")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("/api/users/me")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/api/users/me")).StatusCode);
        using var again = await app.SignInAsync(TestApplication.AnalystEmail);
        Assert.Equal(HttpStatusCode.OK, (await again.GetAsync("/api/users/me")).StatusCode);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Rows_of_sessions_over_for_a_month_are_deleted(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider, time: _time);
        var user = await app.AddUserAsync(TestApplication.AnalystEmail, Roles.Analyst);
        var sessions = app.Services.GetRequiredService<Sessions>();
        var ended = await sessions.StartForTokenAsync(user, "", address: null, CancellationToken.None);
        await sessions.RevokeAsync(ended.Session, CancellationToken.None);
        await sessions.StartForCookieAsync(user, "", address: null, isProved: true, provider: null, CancellationToken.None);
        _time.AdjustTime(_time.GetUtcNow() + TimeSpan.FromDays(31));
        var fresh = await sessions.StartForCookieAsync(user, "", address: null, isProved: true, provider: null, CancellationToken.None);

        await app.Services.GetRequiredService<SessionCleanup>().DeleteOldAsync(CancellationToken.None);

        await using var db = await app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContextAsync();
        Assert.Equal([fresh], await db.UserSessions.Select(s => s.Id).ToListAsync());
    }

    [Fact]
    public async Task Sign_out_leaves_nothing_in_the_browser_but_the_known_device()
    {
        await using var app = await TestApplication.StartAsync();
        using var browser = await SignedInAsync(app);
        using var me = await browser.GetAsync("/api/users/me");

        using var signedOut = await browser.PressAsync("/account", "/account/sign-out");

        Assert.Equal("no-store", me.Headers.CacheControl!.ToString());
        Assert.Equal("\"cache\", \"storage\"", signedOut.Headers.GetValues("Clear-Site-Data").Single());
        var cookies = signedOut.Headers.GetValues("Set-Cookie").ToList();
        Assert.Contains(cookies, c => c.StartsWith("creampie=;", StringComparison.Ordinal));
        Assert.DoesNotContain(cookies, c => c.StartsWith("creampie-device=", StringComparison.Ordinal));
    }

    private static async Task<HttpClient> SignedInAsync(TestApplication app)
    {
        await app.AddUserAsync(TestApplication.AnalystEmail, Roles.Analyst);
        var browser = app.Anonymous();
        using var answer = await browser.SignInByPageAsync(TestApplication.AnalystEmail);
        return browser;
    }
}
