using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Api;

public sealed class UserAdministrationApiTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Admin_lists_searches_and_changes_users(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        using var admin = await app.AdminAsync();
        using var analyst = await app.AnalystAsync();
        await app.AddUserAsync("guest@example.org", null);

        Assert.Equal(["admin@example.org", "analyst@example.org", "guest@example.org"], await EmailsAsync(admin, ""));
        Assert.Equal(["analyst@example.org"], await EmailsAsync(admin, "?query=ANAL"));
        Assert.Equal(["guest@example.org"], await EmailsAsync(admin, "?role=none"));
        Assert.Equal(["admin@example.org"], await EmailsAsync(admin, "?role=admin"));
        var first = await admin.GetFromJsonAsync<JsonElement>("/api/users?limit=2");
        Assert.Equal(3, first.GetProperty("total").GetInt32());
        Assert.Equal(["guest@example.org"], await EmailsAsync(admin, first.GetProperty("next").GetString()!["/api/users".Length..]));

        var id = await IdAsync(admin, "analyst");
        Assert.Equal(HttpStatusCode.OK, (await analyst.GetAsync("/api/users/me")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await admin.PostAsync($"/api/users/{id}/disable", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await analyst.GetAsync("/api/users/me")).StatusCode);
        Assert.Equal(["analyst@example.org"], await EmailsAsync(admin, "?status=disabled"));
        Assert.Equal(HttpStatusCode.NoContent, (await admin.PostAsync($"/api/users/{id}/enable", null)).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await admin.PutAsJsonAsync($"/api/users/{id}/role", new { role = "Admin" })).StatusCode);
        Assert.Equal(["admin@example.org", "analyst@example.org"], await EmailsAsync(admin, "?role=admin"));
        using var wrong = await admin.PutAsJsonAsync($"/api/users/{id}/role", new { role = "King" });
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"/api/users/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync($"/api/users/{id}")).StatusCode);
    }

    [Fact]
    public async Task Sessions_of_a_user_are_listed_and_ended_one_by_one()
    {
        await using var app = await TestApplication.StartAsync();
        using var admin = await app.AdminAsync();
        using var one = await app.AnalystAsync();
        using var two = await app.SignInAsync(TestApplication.AnalystEmail);
        var id = await IdAsync(admin, "analyst");
        var sessions = (await admin.GetFromJsonAsync<JsonElement>($"/api/users/{id}")).GetProperty("sessions").EnumerateArray().ToList();
        Assert.Equal(2, sessions.Count);

        var gone = sessions[0].GetProperty("id").GetGuid();
        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"/api/users/{id}/sessions/{gone}")).StatusCode);
        var statuses = new[] { (await one.GetAsync("/api/users/me")).StatusCode, (await two.GetAsync("/api/users/me")).StatusCode };
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Unauthorized], statuses.Order());

        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"/api/users/{id}/sessions")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await one.GetAsync("/api/users/me")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await two.GetAsync("/api/users/me")).StatusCode);
    }

    [Fact]
    public async Task Last_admin_gets_a_conflict_with_a_sentence()
    {
        await using var app = await TestApplication.StartAsync();
        using var admin = await app.AdminAsync();
        var id = await IdAsync(admin, "admin");

        using var refused = await admin.DeleteAsync($"/api/users/{id}");

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal("lastAdmin", (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Invitation_is_mailed_listed_and_withdrawn()
    {
        await using var app = await TestApplication.StartAsync();
        using var admin = await app.AdminAsync();

        using var made = await admin.PostAsJsonAsync("/api/users/invitations", new { email = "new@example.org", role = Roles.Analyst });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var answer = await made.Content.ReadFromJsonAsync<JsonElement>();
        using var visitor = app.Anonymous();
        var link = new Uri(answer.GetProperty("link").GetString()!).PathAndQuery;
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(link)).StatusCode);
        var open = await admin.GetFromJsonAsync<JsonElement>("/api/users/invitations");
        Assert.Equal("new@example.org", open[0].GetProperty("email").GetString());

        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"/api/users/invitations/{answer.GetProperty("id")}")).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await visitor.GetAsync(link)).StatusCode);
    }

    [PostgresFact]
    public async Task Change_on_one_node_takes_effect_on_the_other_within_five_seconds()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
        await using var here = await TestApplication.StartAsync(DatabaseProvider.Postgres, time: time);
        await using var there = here.StartSecondNode();
        using var admin = await here.AdminAsync();
        await here.AddUserAsync(TestApplication.AnalystEmail, Roles.Analyst);
        using var analyst = await there.SignInAsync(TestApplication.AnalystEmail);
        var id = await IdAsync(admin, "analyst");
        Assert.Equal(HttpStatusCode.OK, (await analyst.GetAsync("/api/stock-data/symbols")).StatusCode);

        await admin.PutAsJsonAsync($"/api/users/{id}/role", new { role = (string?)null });
        time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(HttpStatusCode.Forbidden, (await analyst.GetAsync("/api/stock-data/symbols")).StatusCode);
        await admin.PostAsync($"/api/users/{id}/disable", null);
        time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(HttpStatusCode.Unauthorized, (await analyst.GetAsync("/api/users/me")).StatusCode);
    }

    private static async Task<IEnumerable<string?>> EmailsAsync(HttpClient admin, string query) =>
        (await admin.GetFromJsonAsync<JsonElement>("/api/users" + query)).GetProperty("items").EnumerateArray()
            .Select(u => u.GetProperty("email").GetString());

    private static async Task<string> IdAsync(HttpClient admin, string email) =>
        (await admin.GetFromJsonAsync<JsonElement>($"/api/users?query={email}%40"))
            .GetProperty("items")[0].GetProperty("id").GetString()!;
}
