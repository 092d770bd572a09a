using System.Net.Http.Headers;
using System.Text.Json;
using CreamPie.Core.Ingestion.Dispatching;
using CreamPie.Core.Ingestion.Files;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CreamPie.Tests.Api;

/// <summary>The program over real sockets, with an admin and an analyst signed in; without workers, documents keep their state.</summary>
internal sealed class StockDataServer : IAsyncDisposable
{
    public const string ForeignSite = "foreign site";

    private readonly TestApplication _app;
    private readonly Dictionary<string, HttpClient> _clients;

    private StockDataServer(TestApplication app, Dictionary<string, HttpClient> clients) => (_app, _clients) = (app, clients);

    public IServiceProvider Services => _app.Services;

    public static async Task<StockDataServer> StartAsync(Action<IServiceCollection>? configure = null)
    {
        var app = await TestApplication.StartAsync(realSockets: true, configure: services =>
        {
            configure?.Invoke(services);
            foreach (var worker in services.Where(s => IsHosted<SweeperService>(s) || IsHosted<DropFolderService>(s)).ToList())
                services.Remove(worker);
        });
        return new(app, new()
        {
            [""] = app.Anonymous(),
            [Roles.Analyst] = await app.AnalystAsync(),
            [Roles.Admin] = await app.AdminAsync(),
        });
    }

    /// <summary>Registered by its type, or by a factory that returns the singleton.</summary>
    private static bool IsHosted<T>(ServiceDescriptor service) => service.ServiceType == typeof(IHostedService)
        && (service.ImplementationType == typeof(T) || service.ImplementationFactory?.GetType().GenericTypeArguments[^1] == typeof(T));

    /// <param name="role">Null for a caller without a token.</param>
    public HttpClient Client(string? role = Roles.Analyst) => _clients[role ?? ""];

    /// <summary>An analyst's browser on a page of another site: what it sends has the session cookie.</summary>
    public async Task AddForeignSiteAsync()
    {
        var browser = await _app.SignedInByPageAsync();
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        _clients[ForeignSite] = browser;
    }

    public Task<AppUser> AddUserAsync(string email, string? role) => _app.AddUserAsync(email, role);

    /// <summary>The user signs in at a provider only.</summary>
    public async Task WithoutPasswordAsync(AppUser user)
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContextAsync();
        await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(u => u.SetProperty(x => x.PasswordHash, (string?)null));
    }

    public async Task AddAsync(params object[] rows)
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContextAsync();
        db.AddRange(rows);
        await db.SaveChangesAsync();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

internal static class Json
{
    public static async Task<JsonElement> JsonAsync(this HttpClient client, string path) => await JsonAsync(await client.GetAsync(path));

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsStreamAsync());
        return document.RootElement.Clone();
    }

    /// <summary>Returns a problem's code after checking that the answer is a problem.</summary>
    public static async Task<string> CodeAsync(this HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.JsonAsync();
        Assert.EndsWith(".", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        return problem.GetProperty("code").GetString()!;
    }

    /// <summary>A file upload as a browser or curl sends it.</summary>
    public static MultipartFormDataContent Form(byte[] bytes, string name)
    {
        var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return new MultipartFormDataContent { { file, "file", name } };
    }

    public static string? Text(JsonElement json, string property) => json.GetProperty(property).GetString();
}
