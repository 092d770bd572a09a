using System.Net.Http.Json;
using System.Text.Json;
using CreamPie.Tests.Support;
using CreamPie.Web.CommandLine;
using CreamPie.Web.Hosting;

namespace CreamPie.Tests.CommandLine;

/// <summary>The smoke test against a server over real HTTP.</summary>
public sealed class SmokeTests
{
    [Fact]
    public async Task Healthy_server_passes_and_says_its_version_to_a_key()
    {
        await using var app = await TestApplication.StartAsync(realSockets: true);
        using var admin = await app.AdminAsync();
        var made = await admin.PostAsJsonAsync("/api/users/me/api-keys", new { name = "Pipeline", scopes = (string[])["read"] });
        var key = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString();
        var root = app.ClientOptions.BaseAddress;

        Assert.Equal((true, $"{root} is ready: Healthy."), await RunAsync(root, key: null, onlyReady: true));
        Assert.Equal(
            (true, $"{root} works: readiness (Healthy), sign-in page, API (without a key)."), await RunAsync(root, key: null));
        Assert.Equal(
            (true, $"{root} works: readiness (Healthy), sign-in page, API of version {ProgramVersion.Text}."), await RunAsync(root, key));
        Assert.Equal(
            (false, $"{root} serves version {ProgramVersion.Text}, not 9.9.9."), await RunAsync(root, key, version: "9.9.9"));
        var (isFine, sentence) = await RunAsync(root, "cpk_wrong");
        Assert.False(isFine);
        Assert.Contains("api/version answered 401", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_there_fails_with_one_sentence()
    {
        using var terminal = new TestTerminal();
        var code = await Commands.RunAsync(
            ["smoke", $"http://127.0.0.1:{PostgresFixture.FreePort()}"],
            _ => throw new InvalidOperationException("It is built."), terminal);
        Assert.Equal(1, code);
        Assert.Contains("healthz/ready does not answer", terminal.Errors, StringComparison.Ordinal);
        Assert.Single(terminal.Errors.Trim().Split('\n'));
    }

    [Fact]
    public async Task Another_site_is_not_taken_for_it()
    {
        using var site = new RawHttpServer();
        site.On("/healthz/ready", RawHttpServer.Answer(200, "Healthy"u8.ToArray()));
        site.On("/account/sign-in", RawHttpServer.Answer(200, "<html>Welcome</html>"u8.ToArray()));
        var (isFine, sentence) = await RunAsync(site.Root, key: null);
        Assert.False(isFine);
        Assert.Contains("is not CreamPie's sign-in page", sentence, StringComparison.Ordinal);
    }

    private static async Task<(bool IsFine, string Sentence)> RunAsync(
        Uri root, string? key, bool onlyReady = false, string? version = null)
    {
        using var smoke = new SmokeTest(root, key);
        return await smoke.RunAsync(TimeSpan.Zero, onlyReady, version, CancellationToken.None);
    }
}
