using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Hosting;

public sealed class EndpointTests
{
    /// <summary>Every addition to this list makes an endpoint public.</summary>
    private static readonly string[] Open =
    [
        "/", "/account/confirm", "/account/deleted", "/account/denied", "/account/external/{index:int}",
        "/account/forgot", "/account/invitation", "/account/passkeys/ask", "/account/register", "/account/resend", "/account/reset",
        "/account/sign-in", "/account/sign-in/code", "/account/sign-out",
        "/api/auth/login", "/api/auth/refresh",
        // What the API looks like, without any data.
        "/api/reference/favicon.svg", "/api/reference/scalar.aspnetcore.js", "/api/reference/scalar.js",
        "/api/reference/{documentName?}",
        // A feed's token is its password.
        "/feeds/{token}/apps.json", "/feeds/{token}/openbb/provenance", "/feeds/{token}/openbb/quality",
        "/feeds/{token}/openbb/stocks", "/feeds/{token}/openbb/symbols", "/feeds/{token}/prices.csv", "/feeds/{token}/udf/config",
        "/feeds/{token}/udf/history", "/feeds/{token}/udf/marks", "/feeds/{token}/udf/quotes", "/feeds/{token}/udf/search",
        "/feeds/{token}/udf/symbols", "/feeds/{token}/udf/time", "/feeds/{token}/udf/timescale_marks",
        "/feeds/{token}/v7/finance/quote", "/feeds/{token}/v8/finance/chart/{symbol}", "/feeds/{token}/widgets.json",
        "/feeds/{token}/{symbol}.csv", "/feeds/{token}/{symbol}.json", "/feeds/{token}/{symbol}.parquet",
        "/healthz/live", "/healthz/ready", "/openapi/v1.json", "/setup", "/theme",
    ];

    [Fact]
    public async Task Only_the_listed_endpoints_are_public()
    {
        await using var app = await TestApplication.StartAsync();
        var open = Endpoints(app)
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null
                && e.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is null)
            .Select(Path)
            .Distinct()
            .Order(StringComparer.Ordinal);
        Assert.Equal(Open, open);
    }

    [Fact]
    public async Task All_other_endpoints_refuse_anonymous_callers()
    {
        await using var app = await TestApplication.StartAsync();
        using var anonymous = app.Anonymous();
        // In Development a path of any file that was added since the start has an endpoint; without a file it is 404.
        foreach (var endpoint in Endpoints(app)
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null && e.RoutePattern.RawText != "{**path:file}"))
        {
            var method = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is [var first, ..] ? first : "GET";
            var path = Regex.Replace(Path(endpoint), @"\{[^}]*:guid\}", Guid.Empty.ToString());
            path = Regex.Replace(path, @"\{[^}]*\}", "1");
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            using var answer = await anonymous.SendAsync(request);
            Assert.True(
                answer.StatusCode == HttpStatusCode.Unauthorized
                || (answer.StatusCode == HttpStatusCode.Redirect
                    && answer.Headers.Location!.ToString().Contains("/account/sign-in", StringComparison.Ordinal)),
                $"{method} {path} answers {(int)answer.StatusCode} to an anonymous caller.");
        }
    }

    [PostgresFact]
    public async Task Worker_serves_only_its_health()
    {
        await using var app = await TestApplication.StartAsync(
            DatabaseProvider.Postgres, new Dictionary<string, string> { ["Node:Role"] = "Worker" });
        using var anonymous = app.Anonymous();
        Assert.Equal("Healthy", await anonymous.GetStringAsync("/healthz/ready"));
        foreach (var path in new[] { "/", "/account/sign-in", "/api/stock-data/symbols", "/hangfire", "/app.css" })
            Assert.Equal(HttpStatusCode.NotFound, (await anonymous.GetAsync(path)).StatusCode);
    }

    [Theory]
    [InlineData("GET", "/hangfire")]
    [InlineData("GET", "/api/stock-data/track")]
    [InlineData("POST", "/api/stock-data/AAPL/refresh")]
    [InlineData("GET", "/api/stock-data/documents")]
    [InlineData("GET", "/api/users")]
    [InlineData("GET", "/api/users/audit")]
    public async Task Admin_endpoints_refuse_analysts(string method, string path)
    {
        await using var app = await TestApplication.StartAsync();
        using var analyst = await app.AnalystAsync();
        using var admin = await app.AdminAsync();

        using var refused = await analyst.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        using var served = await admin.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.NotEqual(HttpStatusCode.Forbidden, served.StatusCode);
        Assert.NotEqual(HttpStatusCode.Unauthorized, served.StatusCode);
        Assert.True((int)served.StatusCode < 500);
    }

    [Fact]
    public async Task User_without_a_role_reads_no_market_data()
    {
        await using var app = await TestApplication.StartAsync();
        await app.AddUserAsync("guest@example.org", null);
        using var guest = await app.SignInAsync("guest@example.org");
        Assert.Equal(HttpStatusCode.Forbidden, (await guest.GetAsync("/api/stock-data/symbols")).StatusCode);
    }

    [Fact]
    public async Task API_reference_page_is_public_and_loads_nothing_external()
    {
        await using var app = await TestApplication.StartAsync();
        using var visitor = app.Anonymous();

        var document = await visitor.GetStringAsync("/openapi/v1.json");
        Assert.Contains("/api/auth/login", document, StringComparison.Ordinal);
        Assert.Contains("\"bearer\"", document, StringComparison.Ordinal);
        var page = await visitor.GetStringAsync("/api/reference/");
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"//", page, StringComparison.Ordinal);
        Assert.Contains("\"showDeveloperTools\":\"never\"", page.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("\"agent\":{\"disabled\":true}", page.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        using var script = await visitor.GetAsync("/api/reference/scalar.js");
        Assert.Equal(HttpStatusCode.OK, script.StatusCode);
    }

    [Fact]
    public async Task Every_market_data_operation_lists_401_and_403()
    {
        await using var app = await TestApplication.StartAsync();
        using var analyst = await app.AnalystAsync();

        using var document = JsonDocument.Parse(await analyst.GetStringAsync("/openapi/v1.json"));

        var operations = document.RootElement.GetProperty("paths").EnumerateObject()
            .Where(path => path.Name.StartsWith("/api/stock-data", StringComparison.Ordinal))
            .SelectMany(path => path.Value.EnumerateObject().Select(o => (Name: $"{o.Name} {path.Name}", o.Value)))
            .ToList();
        Assert.Contains(operations, o => o.Name == "post /api/stock-data/track");
        Assert.All(operations, o => Assert.Superset(
            new HashSet<string> { "401", "403" },
            o.Value.GetProperty("responses").EnumerateObject().Select(r => r.Name).ToHashSet()));
    }

    private static IEnumerable<RouteEndpoint> Endpoints(TestApplication app) =>
        app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private static string Path(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.Trim('/');
}
