using System.Net.Http.Json;
using System.Text.Json;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Reliability.Crashes;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Hosting;

/// <summary>The log files explain what happened, line by line, without fetched bodies or secrets.</summary>
public class LogFileTests
{
    [Fact]
    public async Task First_admin_link_is_on_the_console_and_in_no_file()
    {
        var folder = Directory.CreateTempSubdirectory("creampie-test-").FullName;
        var settings = new Dictionary<string, string>
        {
            ["Storage__Path"] = folder,
            ["Bootstrap__AdminEmail"] = "",
            ["Bootstrap__AdminPassword"] = "",
        };
        await using (var app = AppProcess.Start(settings, await ReadyProgram.FolderAsync()))
        {
            Assert.NotNull(await app.Address);
            await app.WaitForOutputAsync("/setup?token=").WaitAsync(TimeSpan.FromSeconds(30));
            app.Terminate();
            await app.ExitCodeAsync();
            Assert.Contains("/setup?token=", app.Output, StringComparison.Ordinal);
        }
        var text = string.Join('\n', await LinesAsync(folder));
        Assert.DoesNotContain("token=", text, StringComparison.Ordinal);
        Assert.Contains("Now listening on", text, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    private const string Secret = "canary-9f2c51";

    [Theory, OnSqlite, OnPostgres]
    public async Task Pulls_files_and_sign_ins_are_logged_without_bodies_or_secrets(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var market = new GeneratedMarket(60);
        using var source = new GeneratedSource(market, ["PULL"]);
        source.Show("PULL", 60);
        source.Sites[0].On("/quote/BAD/history/", RawHttpServer.Answer(
            200, System.Text.Encoding.UTF8.GetBytes($"<html><body>{Secret}"), "Content-Type: text/html", $"Set-Cookie: session={Secret}"));
        var settings = CrashSettings.For(database, provider);
        settings["Sources__YahooPage__BaseUrl"] = source.Sites[0].Root.ToString();
        settings["Bootstrap__AdminPassword"] = $"correct horse {Secret}";
        settings["Mail__Host"] = "127.0.0.1";
        settings["Mail__From"] = "pie@example.org";
        settings["Mail__User"] = "pie";
        settings["Mail__Password"] = Secret;
        settings["Logging__LogLevel__Default"] = "Debug";
        var output = "";
        await using (var app = AppProcess.Start(settings, await ReadyProgram.FolderAsync()))
        {
            using var client = new HttpClient { BaseAddress = await app.Address };
            var signedIn = await client.PostAsJsonAsync(
                "/api/auth/login", new { email = "admin@example.org", password = $"correct horse {Secret}" });
            var tokens = await signedIn.Content.ReadFromJsonAsync<JsonElement>();
            (await client.PostAsJsonAsync("/api/auth/login", new { email = "admin@example.org", password = $"wrong {Secret}" })).Dispose();
            client.DefaultRequestHeaders.Authorization = new("Bearer", tokens.GetProperty("accessToken").GetString());
            (await client.GetAsync($"/api/auth/refresh?code={Secret}")).Dispose();
            foreach (var symbol in (string[])["PULL", "BAD"])
                (await client.PostAsJsonAsync("/api/stock-data/track", new { symbol })).EnsureSuccessStatusCode();
            Directory.CreateDirectory(Path.Combine(database.Folder, "drop"));
            await File.WriteAllBytesAsync(Path.Combine(database.Folder, "drop", "DROP.html"), market.Page("DROP", 60));
            await Eventually.SeeAsync(async () =>
            {
                await using var db = database.Open();
                return await db.Documents.CountAsync(d =>
                    d.State == DocumentState.Loaded || d.State == DocumentState.Quarantined || d.Outcome != null) == 3 ? "done" : null;
            });
            app.Terminate();
            await app.ExitCodeAsync();
            output = app.Output;
            string[] secrets =
            [
                Secret, tokens.GetProperty("accessToken").GetString()!, tokens.GetProperty("refreshToken").GetString()!,
            ];
            var page = "history-table";

            var lines = await LinesAsync(database.Folder);
            Assert.All(lines, line => JsonDocument.Parse(line).Dispose());
            var ended = lines.Select(l => JsonDocument.Parse(l).RootElement)
                .Where(l => l.TryGetProperty("SourceContext", out var c) && c.GetString() == "CreamPie.Core.Ingestion.Pipeline").ToList();
            Assert.Contains(ended, l => l.TryGetProperty("Symbol", out var s) && s.GetString() == "PULL");
            foreach (var text in (string[])[.. secrets, page])
            {
                Assert.Equal(
                    [],
                    lines.Where(line => line.Contains(text, StringComparison.Ordinal))
                        .Select(line => line.Length > 300 ? line[..300] : line));
                Assert.DoesNotContain(text, output, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>Lines of the one file, or of two if the day ended meanwhile.</summary>
    private static async Task<List<string>> LinesAsync(string folder)
    {
        var files = Directory.GetFiles(Path.Combine(folder, "logs")).Order().ToList();
        Assert.InRange(files.Count, 1, 2);
        Assert.All(files, file => Assert.Matches(@"^creampie-(.+-)?\d{8}\.json$", Path.GetFileName(file)));
        var lines = new List<string>();
        foreach (var file in files)
            lines.AddRange(await File.ReadAllLinesAsync(file));
        return lines;
    }
}
