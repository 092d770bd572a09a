using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CreamPie.Core.Accounts.Uses;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Components.Account.Own;

public sealed class OwnSessionsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Sessions_are_listed_in_words_and_ended_one_by_one(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        await app.AddUserAsync(AccountClient.Email, Roles.Analyst);
        using var browser = app.Anonymous();
        browser.DefaultRequestHeaders.Add("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        using var signedIn = await browser.SignInByPageAsync(AccountClient.Email);
        using var program = await app.SignInAsync(AccountClient.Email);

        var html = await browser.GetStringAsync("/account");
        Assert.Contains("Firefox on Linux", html, StringComparison.Ordinal);
        Assert.Contains("this session", html, StringComparison.Ordinal);
        using var ended = await browser.PressAsync("/account", "/account/sessions/end");

        Assert.Equal("/account", ended.PathOfLocation());
        Assert.Equal(HttpStatusCode.Unauthorized, await program.MeAsync());
        Assert.Equal(HttpStatusCode.OK, await browser.MeAsync());
        Assert.Single(await app.AllAuditAsync(), e => e.Action == AuditAction.SessionEnd);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Api_lists_and_ends_only_ones_own_sessions(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        using var admin = await app.AdminAsync();
        using var here = await app.AnalystAsync();
        using var there = await app.AnalystAsync();
        using var third = await app.AnalystAsync();
        var foreign = (await ListAsync(admin)).Single().GetProperty("id").GetString();
        var others = (await ListAsync(here)).Where(s => !s.GetProperty("isHere").GetBoolean()).ToList();
        Assert.Equal(2, others.Count);

        Assert.Equal(HttpStatusCode.NotFound, (await here.DeleteAsync("/api/users/me/sessions/" + foreign)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await here.DeleteAsync("/api/users/me/sessions/no-id")).StatusCode);
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await here.DeleteAsync("/api/users/me/sessions/" + others[0].GetProperty("id").GetString())).StatusCode);
        Assert.Equal(2, (await ListAsync(here)).Count);
        Assert.Equal(HttpStatusCode.NoContent, (await here.DeleteAsync("/api/users/me/sessions/others")).StatusCode);

        Assert.Equal(HttpStatusCode.OK, await here.MeAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, await there.MeAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, await third.MeAsync());
        Assert.Equal(HttpStatusCode.OK, await admin.MeAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Last_use_is_noted_once_a_minute(DatabaseProvider provider)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
        await using var app = await TestApplication.StartAsync(provider, time: time);
        using var client = await app.AnalystAsync();
        var start = await SeenAsync(app);
        time.Advance(TimeSpan.FromSeconds(50));
        await client.MeAsync();
        Assert.Equal(start, await SeenAsync(app));
        time.Advance(TimeSpan.FromSeconds(20));
        await client.MeAsync();
        Assert.Equal(start + TimeSpan.FromSeconds(70), await SeenAsync(app));
    }

    private static async Task<DateTime?> SeenAsync(TestApplication app)
    {
        await app.Services.GetRequiredService<UseNotes>().DoneAsync();
        await using var db = await app.OpenAsync();
        return (await db.UserSessions.AsNoTracking().SingleAsync()).LastSeenAt;
    }

    private static async Task<IReadOnlyList<JsonElement>> ListAsync(HttpClient client) =>
        [.. (await client.GetFromJsonAsync<JsonElement>("/api/users/me/sessions")).GetProperty("sessions").EnumerateArray()];
}
