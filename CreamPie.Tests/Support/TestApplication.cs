using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace CreamPie.Tests.Support;

/// <summary>The whole program in this process, with its own data folder and database.</summary>
internal sealed class TestApplication : WebApplicationFactory<Program>, IAsyncDisposable
{
    public const string Password = "quiet orange ladder";
    public const string AdminEmail = "admin@example.org";
    public const string AnalystEmail = "analyst@example.org";

    /// <summary>Settings of a server in Development without the simulated market.</summary>
    public static readonly IReadOnlyDictionary<string, string> WithoutSimulation = new Dictionary<string, string>
    {
        ["Sources:YahooPage:BaseUrl"] = "https://127.0.0.1",
        ["Sources:YahooChart:BaseUrl"] = "https://127.0.0.1",
    };

    private readonly Dictionary<string, string> _settings;
    private readonly TimeProvider? _time;
    private readonly Action<IServiceCollection>? _configure;
    private readonly LoggerFactory _log;
    private readonly string? _postgres;
    private string _sqlite = "";
    private bool _realSockets;
    private bool _isSecond;
    private string _environment = "Testing";

    private TestApplication(
        Dictionary<string, string> settings, TimeProvider? time, Action<IServiceCollection>? configure, ILoggerProvider? log,
        string? postgres)
    {
        // Hangfire keeps the last host's logger factory in a static field, so this one outlives its host.
        _log = new LoggerFactory(log is null ? [] : [log]);
        _settings = settings;
        _time = time;
        _configure = configure;
        _postgres = postgres;
    }

    /// <summary>The value of Storage:Path.</summary>
    public string Folder => _settings["Storage:Path"];

    /// <param name="settings">Configuration keys with colons, on top of database and folder.</param>
    /// <param name="time">A FakeTimeProvider; the system's if null.</param>
    /// <param name="configure">Runs after the program's own registrations.</param>
    /// <param name="log">Receives every log line; there is no other log output.</param>
    /// <param name="realSockets">Kestrel on a free port of 127.0.0.1 instead of the in-memory server.</param>
    /// <param name="environment">
    /// In "Development" the source is the simulated market, unless the settings name another; it needs real sockets.
    /// </param>
    public static async Task<TestApplication> StartAsync(
        DatabaseProvider provider = DatabaseProvider.Sqlite,
        IReadOnlyDictionary<string, string>? settings = null,
        TimeProvider? time = null,
        Action<IServiceCollection>? configure = null,
        ILoggerProvider? log = null,
        bool realSockets = false,
        string environment = "Testing")
    {
        var postgres = provider == DatabaseProvider.Postgres ? await MigratedDatabase.CreatePostgresAsync("web") : null;
        var all = new Dictionary<string, string>(settings ?? new Dictionary<string, string>())
        {
            ["Storage:Path"] = Directory.CreateTempSubdirectory("creampie-test-").FullName,
            ["Database:Provider"] = provider.ToString(),
            ["ConnectionStrings:CreamPie"] = postgres ?? "",
        };
        if (postgres is null)
            await MigratedDatabase.CopyToAsync(all["Storage:Path"]);
        all.TryAdd("Sources:Order", "YahooPage");
        all.TryAdd("Storage:MinFreePercent", "0");
        if (environment != "Development")
        {
            all.TryAdd("Sources:YahooPage:BaseUrl", "https://127.0.0.1");
            all.TryAdd("Sources:YahooChart:BaseUrl", "https://127.0.0.1");
        }
        var application = new TestApplication(all, time, configure, log, postgres);
        application._realSockets = realSockets;
        application._environment = environment;
        if (realSockets)
            application.UseKestrel(0);
        application.StartServer();
        if (postgres is null)
            application._sqlite = MigratedDatabase.ConnectionOf(application.Services);
        return application;
    }

    /// <summary>Another node over the same database and folder, on the same clock; dispose of it first.</summary>
    public TestApplication StartSecondNode(string role = "Web")
    {
        var node = new TestApplication(new(_settings) { ["Node:Role"] = role }, _time, _configure, log: null, postgres: null)
        {
            _isSecond = true,
            _realSockets = _realSockets,
            _environment = _environment,
        };
        if (_realSockets)
            node.UseKestrel(0);
        node.StartServer();
        return node;
    }

    /// <summary>The program over the same database and folder, as a command builds it.</summary>
    public WebApplication BuildAgain(string[] args) =>
        Web.Hosting.Server.Build([.. _settings.Select(s => $"--{s.Key}={s.Value}"), $"--environment={_environment}", .. args]);

    /// <summary>A client that follows no redirects and keeps cookies.</summary>
    public HttpClient Anonymous() => _realSockets
        ? new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = ClientOptions.BaseAddress }
        : CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

    public Task<HttpClient> AdminAsync() => SignInAsNewAsync(AdminEmail, Roles.Admin);

    public Task<HttpClient> AnalystAsync() => SignInAsNewAsync(AnalystEmail, Roles.Analyst);

    /// <summary>A client that sends the bearer token of a new session.</summary>
    public async Task<HttpClient> SignInAsync(string email, string password = Password)
    {
        var client = Anonymous();
        using var answer = await client.PostAsJsonAsync("/api/auth/login", new { email, password });
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public async Task<AppUser> AddUserAsync(string email, string? role)
    {
        await using var scope = Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
        if (await users.FindByEmailAsync(email) is { } known)
            return known;
        var now = scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        var user = new AppUser { UserName = email, Email = email, EmailConfirmed = true, CreatedAt = now };
        Assert.True((await users.CreateAsync(user, Password)).Succeeded);
        if (role is not null)
            Assert.True((await users.AddToRoleAsync(user, role)).Succeeded);
        return user;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(_environment);
        foreach (var (key, value) in _settings)
            builder.UseSetting(key, value);
        builder.ConfigureTestServices(services =>
        {
            services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(_log));
            // Real hashing costs 0.1 s per sign-in.
            services.Configure<PasswordHasherOptions>(o => o.IterationCount = 1_000);
            if (_time is not null)
                services.Replace(ServiceDescriptor.Singleton(_time));
            _configure?.Invoke(services);
        });
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_isSecond)
            return;
        if (_postgres is not null)
            await PostgresFixture.DropDatabaseAsync(_postgres);
        else
            MigratedDatabase.Close(_sqlite);
        if (Directory.Exists(Folder))
            Delete(Folder);
    }

    /// <summary>What a stopped host has left running may put a last file into a folder that is being deleted.</summary>
    private static void Delete(string folder)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
                return;
            }
            catch (IOException) when (tries < 100)
            {
            }
        }
    }

    private async Task<HttpClient> SignInAsNewAsync(string email, string role)
    {
        await AddUserAsync(email, role);
        return await SignInAsync(email);
    }
}
