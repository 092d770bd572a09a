using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

/// <summary>What an admin does on one node takes effect on another within the five seconds that we promise, measured.</summary>
[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class TwoNodesTests(BrowserFixture browser)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    [PostgresBrowserFact]
    public async Task Cookie_token_and_open_page_end_on_the_other_node()
    {
        await using var here = await TestApplication.StartAsync(
            DatabaseProvider.Postgres, TestApplication.WithoutSimulation, realSockets: true, environment: "Development");
        await using var there = here.StartSecondNode();
        using var admin = await here.AdminAsync();
        await Task.WhenAll(
            EndsAsync("ended", id => admin.DeleteAsync($"/api/users/{id}/sessions"), HttpStatusCode.Unauthorized, "You are signed out"),
            EndsAsync(
                "disabled", id => admin.PostAsync($"/api/users/{id}/disable", null), HttpStatusCode.Unauthorized, "You are signed out"),
            EndsAsync(
                "demoted", id => admin.PutAsJsonAsync($"/api/users/{id}/role", new { role = (string?)null }),
                HttpStatusCode.Forbidden, "Access denied"));

        async Task EndsAsync(string name, Func<string, Task<HttpResponseMessage>> change, HttpStatusCode status, string heading)
        {
            var person = await here.AddUserAsync($"{name}@example.org", Roles.Analyst);
            using var cookie = await there.SignedInByPageAsync(person.Email!);
            using var token = await there.SignInAsync(person.Email!);
            await browser.App.VisitAsync(there.ClientOptions.BaseAddress, async visit =>
            {
                await visit.SignInAsync(person.Email!);
                await visit.WaitUntilLoadedAsync();
                Assert.Equal(HttpStatusCode.OK, await StatusAsync(cookie));
                Assert.Equal(HttpStatusCode.OK, await StatusAsync(token));

                using var done = await change(person.Id);
                done.EnsureSuccessStatusCode();

                await Task.WhenAll(
                    Expect(visit.Heading(heading)).ToBeVisibleAsync(new() { Timeout = (float)Limit.TotalMilliseconds }),
                    SeeAsync(cookie, status),
                    SeeAsync(token, status));
            });
        }
    }

    private static async Task SeeAsync(HttpClient client, HttpStatusCode expected)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var watch = Stopwatch.StartNew();
        while (await StatusAsync(client) != expected)
        {
            Assert.True(watch.Elapsed < Limit, $"It is not {expected} within {Limit}.");
            await timer.WaitForNextTickAsync();
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/api/stock-data/symbols");
        return answer.StatusCode;
    }
}
