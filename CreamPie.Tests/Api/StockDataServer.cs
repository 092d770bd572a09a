using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using CreamPie.Core;
using CreamPie.Core.Database;
using CreamPie.Core.Users;
using CreamPie.Web.Api;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.Api;

/// <summary>The market data API over a real Kestrel and SQLite; who calls stands in a header instead of a token.</summary>
internal sealed class StockDataServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder;

    private StockDataServer(WebApplication app, string folder) => (_app, _folder) = (app, folder);

    public IServiceProvider Services => _app.Services;

    public static async Task<StockDataServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("creampie-test-").FullName;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Storage:Path"] = folder });
        builder.Services.AddCreamPieCore(builder.Configuration);
        builder.Services.AddProblemDetails();
        builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, RoleHeader>("test", null);
        builder.Services.AddAuthorization();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddScoped(provider => RoleHeader.CallerOf(provider.GetRequiredService<IHttpContextAccessor>().HttpContext!.User));
        var app = builder.Build();
        await app.Services.GetRequiredService<DatabaseStartup>().MigrateAsync(CancellationToken.None);
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapStockDataApi();
        await app.StartAsync();
        return new(app, folder);
    }

    /// <param name="role">Null for a caller without a token.</param>
    public HttpClient Client(string? role = Roles.Analyst)
    {
        var client = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
        if (role is not null)
            client.DefaultRequestHeaders.Add("X-Role", role);
        return client;
    }

    public async Task AddAsync(params object[] rows)
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContextAsync();
        db.AddRange(rows);
        await db.SaveChangesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class RoleHeader(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        public static Caller CallerOf(ClaimsPrincipal user) => new("1", "test", user.FindAll(ClaimTypes.Role).Select(c => c.Value).ToHashSet());

        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (!Request.Headers.TryGetValue("X-Role", out var role))
                return Task.FromResult(AuthenticateResult.NoResult());
            var user = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Role, role.ToString())], "test"));
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(user, Scheme.Name)));
        }
    }
}

internal static class Json
{
    public static async Task<JsonElement> JsonAsync(this HttpClient client, string path) => await JsonAsync(await client.GetAsync(path));

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsStreamAsync());
        return document.RootElement.Clone();
    }

    /// <summary>The code of a problem, after checking that it is one.</summary>
    public static async Task<string> CodeAsync(this HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.JsonAsync();
        Assert.EndsWith(".", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        return problem.GetProperty("code").GetString()!;
    }
}
