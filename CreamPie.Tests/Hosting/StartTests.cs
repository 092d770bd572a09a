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
    [InlineData("Security__KeyFile", "{folder}/creampie.key", "lies in the data folder")]
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
    [InlineData("Storage__Pth", "/data", "Did you mean Storage__Path?")]
    [InlineData("Storage_Path", "/data", "Did you mean Storage__Path?")]
    [InlineData("Storag__Path", "/data", "Did you mean Storage__Path?")]
    [InlineData("Sources__YahooPage", "https://example.org", "Known are Sources__YahooPage__BaseUrl")]
    [InlineData("Oidc__0__Isuer", "https://id.example.org", "Did you mean Oidc__0__Issuer?")]
    [InlineData("ConnectionStrings__Default", "Host=db", "Known are ConnectionStrings__CreamPie")]
    [InlineData("ConnectionStrings__CreamPie", "Hots=db", "cannot be read")]
    [InlineData("ConnectionStrings__CreamPie", "Data Source=/proc/creampie.db", "the database cannot be used")]
    [InlineData("Storage__Path", "/etc/passwd/data", "/etc/passwd is a file")]
    [InlineData("Storage__Path", "/proc/creampie", "CreamPie needs to write its data folder")]
    [InlineData("Storage__Path", "", "must name a folder")]
    [InlineData("Logging__LogLevel__Default", "Loud", "Trace, Debug, Information")]
    [InlineData("ASPNETCORE_URLS", "nonsense", "like http://localhost:5080")]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:99999", "like http://localhost:5080")]
    [InlineData("ASPNETCORE_URLS", "https://127.0.0.1:0", "Kestrel__Certificates__Default__Path")]
    [InlineData("ASPNETCORE_URLS", "http://203.0.113.7:0", "cannot be listened on")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "eighty", "like 8080")]
    [InlineData("Mail__Password__File", "/nowhere/mail", "cannot be read")]
    [InlineData("Storage__Path__File", "/nowhere/path", "Keep one of them")]
    [InlineData("CREAMPIE_CRASH_AT", "before-lunch", "after-lease, after-headers, mid-body")]
    public async Task Invalid_setting_ends_startup_with_one_message_naming_the_key(string key, string value, string expected)
    {
        var (code, error) = await EndAsync([(key, value.Replace("{folder}", _folder, StringComparison.Ordinal))]);
        Assert.Equal(1, code);
        Assert.Contains(key, error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
        Assert.Matches("^[A-Z][A-Za-z]+_", error);
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
    public async Task Mail_server_that_does_not_answer_is_a_warning()
    {
        using var process = await StartAsync([("Mail__Host", "127.0.0.1"), ("Mail__Port", "1"), ("Mail__From", "pie@example.org")]);
        var said = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            said.Add(line);
            if (line.Contains("Mail__Host: no mail can be sent now.", StringComparison.Ordinal))
                break;
        }
        var isAlive = !process.HasExited;
        process.Kill();
        await process.WaitForExitAsync();
        Assert.True(isAlive, string.Join('\n', said));
    }

    [Fact]
    public async Task Unknown_word_leaves_the_folder_as_it_was()
    {
        var (code, error) = await EndAsync([], "migrate");
        Assert.Equal(2, code);
        Assert.Single(error.Trim().Split('\n'));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
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

    private Task<(int Code, string Error)> EndAsync((string Key, string Value)[] environment, params string[] arguments) =>
        ShortRun.EndAsync(_folder, environment, arguments);

    private Task<Process> StartAsync((string Key, string Value)[] environment) => ShortRun.StartAsync(_folder, environment, []);
}
