using System.Net;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CreamPie.Tests.Jobs;

/// <summary>Behind a proxy every request is a local one: who may see the dashboard is decided by role alone.</summary>
public sealed class DashboardGateTests
{
    private static readonly (string Method, string Path)[] Requests =
    [
        ("GET", "/hangfire"), ("GET", "/hangfire/recurring"), ("GET", "/hangfire/servers"), ("POST", "/hangfire/stats"),
        ("POST", "/hangfire/jobs/enqueued/delete"), ("POST", "/hangfire/jobs/failed/requeue"), ("POST", "/hangfire/recurring/trigger"),
        ("POST", "/hangfire/recurring/remove"),
    ];

    [Theory, OnSqlite, OnPostgres]
    public async Task Dashboard_refuses_everybody_but_admins_whatever_address_they_claim(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider, realSockets: true);
        using var anonymous = app.Anonymous();
        using var browser = await app.SignedInByPageAsync();
        using var analyst = await app.AnalystAsync();
        foreach (var (method, path) in Requests)
        {
            using var stranger = await SendAsync(anonymous, method, path);
            Assert.StartsWith("/account/sign-in", stranger.PathOfLocation(), StringComparison.Ordinal);
            using var byCookie = await SendAsync(browser, method, path);
            Assert.StartsWith("/account/denied", byCookie.PathOfLocation(), StringComparison.Ordinal);
            using var byToken = await SendAsync(analyst, method, path);
            Assert.Equal(HttpStatusCode.Forbidden, byToken.StatusCode);
        }
    }

    [PostgresFact]
    public async Task Dashboard_never_shows_the_connection_string()
    {
        await using var app = await TestApplication.StartAsync(DatabaseProvider.Postgres);
        using var admin = await app.SignedInByPageAsync(TestApplication.AdminEmail, Roles.Admin);
        await using var db = await app.OpenAsync();
        var name = new NpgsqlConnectionStringBuilder(db.Database.GetConnectionString()).Database!;
        foreach (var path in new[] { "/hangfire", "/hangfire/recurring", "/hangfire/servers", "/hangfire/jobs/enqueued" })
        {
            var page = await admin.GetStringAsync(path);
            Assert.Contains("CreamPie jobs", page, StringComparison.Ordinal);
            Assert.DoesNotContain(name, page, StringComparison.Ordinal);
        }
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string path)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("X-Forwarded-For", "127.0.0.1");
        request.Headers.Add("X-Real-IP", "127.0.0.1");
        if (method == "POST")
            request.Content = new FormUrlEncodedContent([KeyValuePair.Create("jobs[]", "1")]);
        return client.SendAsync(request);
    }
}
