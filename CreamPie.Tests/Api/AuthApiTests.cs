using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Api;

public sealed class AuthApiTests
{
    private const string UserEmail = "somebody@example.org";

    [Theory, OnSqlite, OnPostgres]
    public async Task Token_works_until_logout(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        using var analyst = await app.AnalystAsync();

        var me = await analyst.GetFromJsonAsync<JsonElement>("/api/users/me");
        Assert.Equal(TestApplication.AnalystEmail, me.GetProperty("email").GetString());
        Assert.Equal([Roles.Analyst], me.GetProperty("roles").EnumerateArray().Select(r => r.GetString()));

        using var logout = await analyst.PostAsync("/api/auth/logout", null);
        Assert.Equal(HttpStatusCode.NoContent, logout.StatusCode);
        using var after = await analyst.GetAsync("/api/users/me");
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
        Assert.Contains("Bearer", after.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refresh_token_works_once_and_reuse_ends_the_session(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        await app.AddUserAsync(UserEmail, Roles.Analyst);
        using var client = app.Anonymous();
        var first = await LoginAsync(client, TestApplication.Password);

        var second = await RefreshAsync(client, first.GetProperty("refreshToken").GetString()!);
        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.Equal("Bearer", second.Body.GetProperty("tokenType").GetString());
        Assert.Equal(3600, second.Body.GetProperty("expiresIn").GetInt32());
        Assert.Equal(HttpStatusCode.OK, await MeAsync(client, second.Body));

        var stolen = await RefreshAsync(client, first.GetProperty("refreshToken").GetString()!);
        Assert.Equal(HttpStatusCode.Unauthorized, stolen.Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await MeAsync(client, second.Body));
        var owner = await RefreshAsync(client, second.Body.GetProperty("refreshToken").GetString()!);
        Assert.Equal(HttpStatusCode.Unauthorized, owner.Status);
    }

    [Fact]
    public async Task Access_token_lasts_an_hour_and_refresh_token_14_days()
    {
        var time = new SteppedTime(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
        await using var app = await TestApplication.StartAsync(time: time);
        await app.AddUserAsync(UserEmail, Roles.Analyst);
        using var client = app.Anonymous();
        var tokens = await LoginAsync(client, TestApplication.Password);

        time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(HttpStatusCode.OK, await MeAsync(client, tokens));
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.Unauthorized, await MeAsync(client, tokens));

        time.AdjustTime(time.GetUtcNow() + TimeSpan.FromDays(13));
        var refreshed = await RefreshAsync(client, tokens.GetProperty("refreshToken").GetString()!);
        Assert.Equal(HttpStatusCode.OK, refreshed.Status);
        time.AdjustTime(time.GetUtcNow() + TimeSpan.FromDays(15));
        Assert.Equal(
            HttpStatusCode.Unauthorized, (await RefreshAsync(client, refreshed.Body.GetProperty("refreshToken").GetString()!)).Status);
    }

    [Fact]
    public async Task Revocation_on_another_node_takes_effect_within_five_seconds()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
        await using var app = await TestApplication.StartAsync(time: time);
        using var revoked = await app.AnalystAsync();
        using var disabled = await app.AdminAsync();
        Assert.Equal(HttpStatusCode.OK, (await revoked.GetAsync("/api/users/me")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await disabled.GetAsync("/api/users/me")).StatusCode);

        await using (var db = await app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContextAsync())
        {
            DateTime? now = time.Now();
            var analyst = await db.Users.Where(u => u.Email == TestApplication.AnalystEmail).Select(u => u.Id).SingleAsync();
            await db.UserSessions.Where(s => s.UserId == analyst).ExecuteUpdateAsync(s => s.SetProperty(x => x.RevokedAt, now));
            await db.Users.Where(u => u.Id != analyst).ExecuteUpdateAsync(u => u.SetProperty(x => x.DisabledAt, now));
        }
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(HttpStatusCode.Unauthorized, (await revoked.GetAsync("/api/users/me")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await disabled.GetAsync("/api/users/me")).StatusCode);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Unknown_wrong_and_blocked_sign_ins_get_the_same_answer(DatabaseProvider provider)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
        await using var app = await TestApplication.StartAsync(provider, time: time);
        await app.AddUserAsync(UserEmail, Roles.Analyst);
        using var client = app.Anonymous();

        var wrong = await RefusalAsync(client, UserEmail, "not the password");
        var unknown = await RefusalAsync(client, "nobody@example.org", "not the password");
        for (var i = 0; i < 4; i++)
            await RefusalAsync(client, UserEmail.ToUpperInvariant(), "not the password");
        var locked = await RefusalAsync(client, UserEmail, TestApplication.Password);

        Assert.Equal(wrong, unknown);
        Assert.Equal(wrong, locked);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("Bearer", (await LoginAsync(client, TestApplication.Password)).GetProperty("tokenType").GetString());
    }

    [Fact]
    public async Task Parallel_guesses_are_counted_before_verification()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
        await using var app = await TestApplication.StartAsync(time: time);
        await app.AddUserAsync(UserEmail, Roles.Analyst);
        using var client = app.Anonymous();

        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => RefusalAsync(client, UserEmail, $"guess number {i}")));

        await using var db = await app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContextAsync();
        // For the client's address, and for all addresses.
        Assert.Equal([5, 5], await db.SignInFailures.Select(f => f.Failures).ToListAsync());
    }

    [Fact]
    public async Task Client_address_may_sign_in_thirty_times_a_minute()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
        await using var app = await TestApplication.StartAsync(time: time);
        using var client = app.Anonymous();
        for (var i = 0; i < 30; i++)
            await RefusalAsync(client, $"nobody{i}@example.org", "not the password");

        using var answer = await client.PostAsJsonAsync("/api/auth/login", new { email = UserEmail, password = "not the password" });
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        time.Advance(TimeSpan.FromMinutes(1));
        await RefusalAsync(client, UserEmail, "not the password");
    }

    private static async Task<JsonElement> LoginAsync(HttpClient client, string password)
    {
        using var answer = await client.PostAsJsonAsync("/api/auth/login", new { email = UserEmail, password });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> RefreshAsync(HttpClient client, string refreshToken)
    {
        using var answer = await client.PostAsJsonAsync("/api/auth/refresh", new { refreshToken });
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    private static async Task<HttpStatusCode> MeAsync(HttpClient client, JsonElement tokens)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/users/me");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.GetProperty("accessToken").GetString());
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>The body of a 401, without its trace id.</summary>
    private static async Task<string> RefusalAsync(HttpClient client, string email, string password)
    {
        using var answer = await client.PostAsJsonAsync("/api/auth/login", new { email, password });
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        var body = await answer.Content.ReadFromJsonAsync<Dictionary<string, object>>();
        body!.Remove("traceId");
        return JsonSerializer.Serialize(body);
    }
}
