using System.Diagnostics;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Hosting;

/// <summary>The built program as a process: its messages and exit codes when it cannot start.</summary>
public sealed class StartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("creampie-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Second_process_on_the_same_data_refuses_to_start()
    {
        using var first = await StartAsync([]);
        try
        {
            while (await first.StandardOutput.ReadLineAsync() is { } line && !line.Contains("Now listening on", StringComparison.Ordinal))
            {
            }
            var (code, error) = await EndAsync([]);
            Assert.Equal(1, code);
            Assert.Contains(_folder, error, StringComparison.Ordinal);
            Assert.Contains("in use", error, StringComparison.Ordinal);
            Assert.Contains("Database__Provider=Postgres", error, StringComparison.Ordinal);
        }
        finally
        {
            first.Kill();
            await first.WaitForExitAsync();
        }
    }

    [Theory]
    [InlineData("Node__Role", "Everything", "All, Web, Worker")]
    [InlineData("Node__Role", "Web", "Database__Provider=Postgres")]
    [InlineData("Hosting__PublicUrl", "stocks.example.org", "Hosting__PublicUrl")]
    [InlineData("Hosting__AllowedHosts", "nas:8080", "without a port")]
    [InlineData("Hosting__AllowedHosts", "*", "host names or addresses")]
    [InlineData("Hosting__KnownProxies", "somewhere", "Hosting__KnownProxies")]
    [InlineData("Security__KeyFile", "creampie.key", "lies in the data folder")]
    [InlineData("Security__KeyFile", "/proc/creampie.key", "cannot be used")]
    [InlineData("Rates__PagesPerMinute", "0", "1 to 1000000")]
    [InlineData("Sessions__IdleMinutes", "1000", "1 to 720")]
    [InlineData("Database__Provider", "Mongo", "Sqlite, Postgres")]
    [InlineData("Database__Provider", "Postgres", "ConnectionStrings__CreamPie")]
    [InlineData("Bootstrap__AdminEmail", "a@example.org", "Bootstrap__AdminPassword")]
    [InlineData("Accounts__Registration", "Sometimes", "Open, Invitation, Closed")]
    [InlineData("Accounts__OnlyOidc", "true", "Oidc__0__Issuer")]
    [InlineData("Oidc__0__Issuer", "https://id.example.org", "Oidc__0__ClientSecret")]
    [InlineData("Mail__Host", "mail.example.org", "Mail__From")]
    [InlineData("Mail__From", "nobody at all", "Mail__From")]
    [InlineData("Mail__User", "pie", "Mail__Password")]
    [InlineData("Mail__Port", "0", "Mail__Port")]
    [InlineData("Retrieval__MinDelaySeconds", "soon", "Retrieval__MinDelaySeconds")]
    [InlineData("Sources__YahooPage__BaseUrl", "self:/simulator", "Development only")]
    [InlineData("CREAMPIE_CRASH_AT", "before-lunch", "after-lease, after-headers, mid-body")]
    public async Task Invalid_setting_ends_startup_with_one_message_naming_the_key(string key, string value, string expected)
    {
        var (code, error) = await EndAsync([(key, value)]);
        Assert.Equal(1, code);
        Assert.Contains(key, error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact]
    public async Task Unreachable_database_is_reported_in_one_line()
    {
        var (code, error) = await EndAsync(
            [("Database__Provider", "Postgres"), ("ConnectionStrings__CreamPie", "Host=127.0.0.1;Port=1;Database=x;Username=x")]);
        Assert.Equal(1, code);
        Assert.Contains("ConnectionStrings__CreamPie", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_crash_mode_is_refused()
    {
        var (code, error) = await EndAsync([("CREAMPIE_CRASH_AT", "after-lease"), ("CREAMPIE_CRASH_HOW", "gently")]);
        Assert.Equal(1, code);
        Assert.Contains("CREAMPIE_CRASH_HOW must be wait", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Theory, InlineData(""), InlineData("this-process-may-not-die")]
    public async Task Crash_point_in_Production_without_the_key_is_ignored_with_a_warning(string key)
    {
        // Every first start passes this point.
        using var process = await StartAsync([("CREAMPIE_CRASH_AT", "mid-migration"), ("CREAMPIE_CRASH_KEY", key)]);
        var said = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line && !line.Contains("Now listening on", StringComparison.Ordinal))
            said.Add(line);
        var isAlive = !process.HasExited;
        process.Kill();
        await process.WaitForExitAsync();

        Assert.True(isAlive, string.Join('\n', said));
        Assert.Contains(said, line => line.Contains("CREAMPIE_CRASH_AT is set and ignored", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Real_prices_never_enter_a_simulated_database()
    {
        (string Key, string Value)[] simulated =
            [("DOTNET_ENVIRONMENT", "Development"), ("Sources__YahooPage__BaseUrl", "self:/simulator")];
        using (var first = await StartAsync(simulated))
        {
            while (await first.StandardOutput.ReadLineAsync() is { } line && !line.Contains("Now listening on", StringComparison.Ordinal))
            {
            }
            first.Kill();
            await first.WaitForExitAsync();
        }
        var (code, error) = await EndAsync([]);
        Assert.Equal(1, code);
        Assert.Contains("https://finance.yahoo.com", error, StringComparison.Ordinal);
        Assert.Contains("Storage__Path", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    private async Task<(int Code, string Error)> EndAsync((string Key, string Value)[] environment)
    {
        using var process = await StartAsync(environment);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        return (process.ExitCode, error);
    }

    private async Task<Process> StartAsync((string Key, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(await ReadyProgram.FolderAsync(), "CreamPie.Web.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        start.Environment["Storage__Path"] = _folder;
        start.Environment["Security__KeyFile"] = "none";
        start.Environment["CREAMPIE_CRASH_KEY"] = "this-process-may-die";
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        return Process.Start(start)!;
    }
}
