using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CreamPie.Core.Querying.Auditing;
using CreamPie.Core.Querying.Figures;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Http;

public sealed class ProblemTests : IAsyncLifetime
{
    private TestApplication _app = null!;
    private HttpClient _analyst = null!;

    public async Task InitializeAsync()
    {
        _app = await TestApplication.StartAsync(realSockets: true);
        _analyst = await _app.AnalystAsync();
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("GET", "/api/nope", null, HttpStatusCode.NotFound, "notFound")]
    [InlineData("DELETE", "/api/users/me", null, HttpStatusCode.MethodNotAllowed, "methodNotAllowed")]
    [InlineData("GET", "/api/stock-data/track", null, HttpStatusCode.Forbidden, "forbidden")]
    [InlineData("POST", "/api/auth/login", "text/plain", HttpStatusCode.UnsupportedMediaType, "unsupportedMediaType")]
    [InlineData("POST", "/api/auth/login", "application/json", HttpStatusCode.BadRequest, "badRequest")]
    public async Task API_errors_are_problem_json_with_code_and_trace_id(
        string method, string path, string? contentType, HttpStatusCode status, string code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (contentType is not null)
            request.Content = new StringContent("{ \"email\": oops }", Encoding.UTF8, contentType);

        await AssertProblemAsync(await _analyst.SendAsync(request), status, code);
    }

    [Fact]
    public async Task Missing_token_is_401_and_explains_how_to_get_one()
    {
        using var anonymous = _app.Anonymous();
        var problem = await AssertProblemAsync(
            await anonymous.GetAsync("/api/stock-data/symbols"), HttpStatusCode.Unauthorized, "unauthorized");
        Assert.Contains("/api/auth/login", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Malformed_body_is_reported_with_its_position()
    {
        using var body = new StringContent("{\n \"email\": oops }", Encoding.UTF8, "application/json");
        var problem = await AssertProblemAsync(await _analyst.PostAsync("/api/auth/login", body), HttpStatusCode.BadRequest, "badRequest");
        Assert.Contains("line 2", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task JSON_body_over_64_KB_is_413_even_when_chunked(bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/stock-data/track")
        {
            Content = JsonContent.Create(new { symbol = new string('A', 70_000) }),
        };
        if (chunked)
            request.Headers.TransferEncodingChunked = true;
        else
            await request.Content.LoadIntoBufferAsync();

        await AssertProblemAsync(await _analyst.SendAsync(request), HttpStatusCode.RequestEntityTooLarge, "tooLarge");
    }

    [Fact]
    public async Task Call_1201_within_a_minute_is_429_for_that_caller()
    {
        using var admin = await _app.AdminAsync();
        HttpResponseMessage answer;
        var calls = 0;
        do
        {
            answer = await _analyst.GetAsync("/api/users/me");
            Assert.Equal("1200", answer.Headers.GetValues("RateLimit-Limit").Single());
        }
        while (answer.IsSuccessStatusCode && ++calls < 2_500);

        await AssertProblemAsync(answer, HttpStatusCode.TooManyRequests, "rateLimited");
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/api/users/me")).StatusCode);
    }

    [Fact]
    public async Task Browser_gets_an_error_page_and_a_probe_plain_text()
    {
        using var missing = await _analyst.GetAsync("/nope");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal("text/html", missing.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Page not found", await missing.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("Healthy", await _app.Anonymous().GetStringAsync("/healthz/live"));
        Assert.Equal("Healthy", await _app.Anonymous().GetStringAsync("/healthz/ready"));
    }

    [Theory]
    [InlineData("/nope"), InlineData("/account/nope"), InlineData("/robots.txt"), InlineData("/admin/nope?x=1")]
    public async Task Unknown_page_is_404_for_signed_out_visitors_too(string path)
    {
        using var anonymous = _app.Anonymous();
        using var missing = await anonymous.GetAsync(path);
        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (missing.StatusCode, missing.Content.Headers.ContentType!.MediaType));
        Assert.Contains("Page not found", await missing.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var head = await anonymous.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        Assert.Equal(HttpStatusCode.NotFound, head.StatusCode);
    }

    [Fact]
    public async Task Unknown_API_path_is_404_for_signed_out_callers_too()
    {
        using var anonymous = _app.Anonymous();
        await AssertProblemAsync(await anonymous.GetAsync("/api/nope"), HttpStatusCode.NotFound, "notFound");
        await AssertProblemAsync(await anonymous.GetAsync("/healthz/nope"), HttpStatusCode.NotFound, "notFound");
        await AssertProblemAsync(await anonymous.DeleteAsync("/api/users/me"), HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Theory]
    [InlineData("/"), InlineData("/stocks"), InlineData("/api/users/me"), InlineData("/healthz/live"), InlineData("/app.css")]
    public async Task TRACE_echoes_nothing(string path)
    {
        using var trace = new HttpRequestMessage(HttpMethod.Trace, path);
        trace.Headers.Add("X-Secret", "kitchen");
        using var answer = await _app.Anonymous().SendAsync(trace);
        Assert.False(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}");
        Assert.DoesNotContain("kitchen", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/stock-data/symbols"), InlineData("/api/stock-data/compare?symbols=AAPL,MSFT"), InlineData("/api/users/audit")]
    public async Task Fault_of_an_API_area_reveals_only_its_trace_id(string path)
    {
        const string Secret = "select secret from /srv/kitchen";
        await using var app = await TestApplication.StartAsync(configure: services =>
        {
            services.AddSingleton<StockQuery>(_ => throw new InvalidOperationException(Secret));
            services.AddSingleton<ComparisonQuery>(_ => throw new InvalidOperationException(Secret));
            services.AddSingleton<AuditQuery>(_ => throw new InvalidOperationException(Secret));
        });
        using var admin = await app.AdminAsync();
        using var answer = await admin.GetAsync(path);
        await AssertProblemAsync(answer, HttpStatusCode.InternalServerError, "internal");
        var body = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("kitchen", body, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> AssertProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.False(string.IsNullOrEmpty(problem.GetProperty("traceId").GetString()));
        return problem;
    }
}
