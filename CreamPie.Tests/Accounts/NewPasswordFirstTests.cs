using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Administration;
using CreamPie.Core.Accounts.Proving;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using CreamPie.Web.Accounts;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Accounts;

/// <summary>After an admin asked for a new password: the old one opens the page that replaces it, and nothing else.</summary>
public sealed class NewPasswordFirstTests
{
    private const string Another = "another orange ladder";

    [Theory]
    [InlineData("/stocks")]
    [InlineData("/account")]
    [InlineData("/account/passkeys")]
    [InlineData("/account/prove")]
    [InlineData("/account/data")]
    [InlineData("/admin/users")]
    [InlineData("/hangfire")]
    public async Task Every_page_leads_to_the_page_that_sets_it(string page)
    {
        await using var app = await DemandedAsync();
        using var browser = await app.SignedInByPageAsync(role: Roles.Admin);

        using var answer = await browser.GetAsync(page);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/account/new-password", answer.PathOfLocation());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account/new-password")).StatusCode);
    }

    [Theory]
    [InlineData("GET", "/api/users/me")]
    [InlineData("GET", "/api/users/me/preferences")]
    [InlineData("DELETE", "/api/users/me/sessions/others")]
    public async Task Api_says_why_it_refuses(string method, string path)
    {
        await using var app = await DemandedAsync();
        using var program = await app.SignInAsync(AccountClient.Email);

        using var refused = await program.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("passwordChangeRequired", problem.GetProperty("code").GetString());
        Assert.Contains("/account/new-password", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await program.PostAsync("/api/auth/logout", null)).StatusCode);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task New_password_opens_the_rest_and_ends_other_sessions(DatabaseProvider provider)
    {
        await using var app = await DemandedAsync(provider);
        using var browser = await app.SignedInByPageAsync();
        using var elsewhere = await app.SignedInByPageAsync();

        using var same = await SetAsync(browser, TestApplication.Password);
        Assert.Contains("choose another one", await same.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var set = await SetAsync(browser, Another);

        Assert.Equal("/", set.PathOfLocation());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).StatusCode);
        Assert.Equal("/account", (await browser.GetAsync("/account/new-password")).PathOfLocation());
        using var out_ = await elsewhere.GetAsync("/account");
        Assert.StartsWith("/account/sign-in", out_.PathOfLocation(), StringComparison.Ordinal);
        using var program = await app.SignInAsync(AccountClient.Email, Another);
        Assert.Equal(HttpStatusCode.OK, await program.MeAsync());
    }

    [Fact]
    public async Task Way_out_and_way_by_the_mailbox_stay_open()
    {
        await using var app = await DemandedAsync();
        using var browser = await app.SignedInByPageAsync();
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account/forgot")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/favicon.svg")).StatusCode);

        using var left = await browser.PressAsync("/account/new-password", "/account/sign-out");

        Assert.Equal("/", left.PathOfLocation());
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.MeAsync());
    }

    [Fact]
    public async Task Password_to_be_replaced_proves_nothing_and_runs_no_circuit()
    {
        await using var app = await DemandedAsync();
        var caller = await app.CallerAsync(AccountClient.Email);
        Assert.False(await app.Services.GetRequiredService<Proofs>().IsFreshAsync(caller, CancellationToken.None));

        await using var circuit = app.Services.CreateAsyncScope();
        var user = await app.Services.GetRequiredService<Sessions>().FindAsync(caller.Session!.Value, CancellationToken.None);
        ((ServerAuthenticationStateProvider)circuit.ServiceProvider.GetRequiredService<AuthenticationStateProvider>())
            .SetAuthenticationState(Task.FromResult(new AuthenticationState(user!.ToPrincipal(CreamPieScheme.Cookie))));
        await Assert.ThrowsAsync<AccessDeniedException>(
            () => circuit.ServiceProvider.GetRequiredService<CurrentCaller>().GetAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Account_without_a_password_is_not_asked_for_another()
    {
        await using var app = await TestApplication.StartAsync();
        var user = await app.AddUserAsync(AccountClient.Email, Roles.Analyst);
        await using (var db = await app.OpenAsync())
            await db.Users.ExecuteUpdateAsync(u => u.SetProperty(x => x.PasswordHash, (string?)null));
        using var admin = await app.AdminAsync();

        using var refused = await admin.PostAsync($"/api/users/{user.Id}/require-new-password", null);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal("noPassword", (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }

    private static async Task<TestApplication> DemandedAsync(DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        var app = await TestApplication.StartAsync(provider);
        var user = await app.AddUserAsync(AccountClient.Email, Roles.Analyst);
        var change = await app.Services.GetRequiredService<UserAdministration>().RequireNewPasswordAsync(
            await app.CallerAsync(TestApplication.AdminEmail), user.Id, allWaysIn: false, CancellationToken.None);
        Assert.Equal(UserChange.Done, change);
        return app;
    }

    private static Task<HttpResponseMessage> SetAsync(HttpClient browser, string password) => browser.FillInAsync(
        "/account/new-password", ("Input.Old", TestApplication.Password), ("Input.New", password));
}
