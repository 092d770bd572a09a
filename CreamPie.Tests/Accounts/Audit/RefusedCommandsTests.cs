using System.Net;
using System.Net.Http.Json;
using Bunit;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using CreamPie.Web.Components.Stocks.Tracking;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Accounts.Audit;

public sealed class RefusedCommandsTests
{
    [Fact]
    public async Task Command_of_another_role_is_one_row_and_a_read_none()
    {
        await using var app = await TestApplication.StartAsync();
        using var analyst = await app.AnalystAsync();
        using var browser = await app.SignedInByPageAsync();
        await app.AuditAsync();

        Assert.Equal(HttpStatusCode.Forbidden, (await analyst.PostAsync("/api/stock-data/AAPL/refresh", null)).StatusCode);
        await app.SeeAuditAsync("Refusal Refused POST /api/stock-data/AAPL/refresh by analyst@example.org: ");
        await browser.PostAsync("/hangfire/recurring/trigger", null);
        await app.SeeAuditAsync("Refusal Refused POST /hangfire/recurring/trigger by somebody@example.org: ");
        Assert.Equal(HttpStatusCode.Forbidden, (await analyst.GetAsync("/api/users")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Anonymous().PostAsync("/api/stock-data/AAPL/refresh", null)).StatusCode);
        Assert.Empty(await app.AuditAsync());
    }

    [Fact]
    public async Task Refusal_by_Core_itself_is_one_row_with_the_reason()
    {
        var time = new SteppedTime(DateTimeOffset.UnixEpoch.AddYears(60));
        await using var app = await TestApplication.StartAsync(time: time);
        using var browser = await app.SignedInByPageAsync();
        var form = await browser.OpenFormAsync("/account", "/account/sign-out");
        await app.AuditAsync();
        time.Advance(TimeSpan.FromMinutes(11));

        using var refused = await browser.SendFormAsync("/account/passkeys/new", form);

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        await app.SeeAuditAsync(
            "Refusal Refused POST /account/passkeys/new by somebody@example.org: "
            + "Confirm that it's you first: this needs a sign-in within the last 10 minutes.");
    }

    [Fact]
    public async Task Flood_of_refusals_is_cut_off_at_twenty_a_minute()
    {
        await using var app = await TestApplication.StartAsync(time: new SteppedTime(DateTimeOffset.UnixEpoch.AddYears(60)));
        using var analyst = await app.AnalystAsync();
        await app.AuditAsync();
        for (var i = 0; i < 25; i++)
            Assert.Equal(HttpStatusCode.Forbidden, (await analyst.PostAsJsonAsync("/api/users/invitations", new { })).StatusCode);
        Assert.Equal(20, (await app.AuditAsync()).Count);
    }

    [Fact]
    public async Task Command_of_an_open_page_is_one_row_with_the_reason()
    {
        await using var database = await TestDatabase.CreateAsync(
            DatabaseProvider.Sqlite, configure: services => services.AddScoped<RequestedSymbols>());
        await using var browser = await SignedIn.AsAsync(database);
        await using (var db = database.Open())
            await db.UserRoles.ExecuteDeleteAsync();
        var page = browser.Render<TrackPage>();

        page.Perform(() => page.Find("#symbol").Input("AAPL"));
        page.Perform(() => page.Find("form").Submit());

        page.WaitForAssertion(() => Assert.Contains("requires the Analyst", page.Find("#problem").TextContent, StringComparison.Ordinal));
        await using var after = database.Open();
        var entry = await after.AuditEntries.SingleAsync();
        Assert.Equal(
            (AuditAction.Refusal, AuditOutcome.Refused, "/", "This requires the Analyst or Admin role."),
            (entry.Action, entry.Outcome, entry.Target, entry.Detail));
        Assert.Empty(await after.Stocks.ToListAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refused_passkey_is_one_row_without_a_name(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        using var browser = app.Anonymous();

        using var answer = await browser.SubmitAsync("/account/sign-in", "passkey", ("Passkey.Credential", "{\"id\":\"made up\"}"));

        Assert.Contains("The passkey was not accepted", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await app.SeeAuditAsync("SignIn Refused - by nobody: Browser, by passkey.");
    }
}
