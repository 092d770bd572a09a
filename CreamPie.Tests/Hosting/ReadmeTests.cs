using System.Text.Json;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Hosting;

public sealed class ReadmeTests
{
    private const string Email = "you@example.org";

    /// <summary>Against the simulated market, which is made up anew: nothing waits but the lines themselves.</summary>
    [ShellFact]
    public async Task Lines_of_the_README_end_with_bars_and_provenance_on_a_fresh_server()
    {
        await using var app = await TestApplication.StartAsync(
            settings: new Dictionary<string, string> { ["Retrieval:MinDelaySeconds"] = "0" },
            realSockets: true, environment: "Development");
        await app.AddUserAsync(Email, Roles.Admin);

        await PasteAsync(app.ClientOptions.BaseAddress.Authority);
    }

    /// <summary>With the shipped waits. The source is ours: in tests there is no network.</summary>
    [ShellFact]
    public async Task Lines_of_the_README_end_with_bars_and_provenance_on_a_fresh_server_in_Production()
    {
        using var source = new RawHttpServer();
        source.On("/quote/TSLA/history/", RawHttpServer.Answer(200, Page(), "Content-Type: text/html; charset=utf-8"));
        var folder = Directory.CreateTempSubdirectory("creampie-readme-data-").FullName;
        await using (var app = AppProcess.Start(new Dictionary<string, string>
        {
            ["Storage__Path"] = folder,
            ["Sources__YahooPage__BaseUrl"] = source.Root.ToString(),
            ["Retrieval__AllowPrivateNetworks"] = "true",
            ["Bootstrap__AdminEmail"] = Email,
            ["Bootstrap__AdminPassword"] = TestApplication.Password,
        }))
        {
            await PasteAsync((await app.Address ?? throw new InvalidOperationException(app.Output)).Authority);
        }
        Directory.Delete(folder, recursive: true);
    }

    private static async Task PasteAsync(string server)
    {
        var folder = Directory.CreateTempSubdirectory("creampie-readme-").FullName;

        var said = await Shell.PasteAsync(folder, Lines().Select(line => line
            .Replace("localhost:5080", server, StringComparison.Ordinal)
            .Replace("\"...\"", $"\"{TestApplication.Password}\"", StringComparison.Ordinal)
            .Replace("curl -s ", "curl -sS --fail-with-body ", StringComparison.Ordinal)));

        var (waited, bars, indicators, provenance) = (Json(said[2]), Json(said[3]), Json(said[4]), Json(said[5]));
        Assert.True(waited.GetProperty("bars").GetInt32() > 0);
        Assert.NotEmpty(bars.GetProperty("bars").EnumerateArray());
        Assert.Equal("TSLA", indicators.GetProperty("symbol").GetString());
        Assert.Equal(64, provenance.GetProperty("document").GetProperty("sha256").GetString()!.Length);
        Assert.Equal("PAR1"u8.ToArray(), (await File.ReadAllBytesAsync(Path.Combine(folder, "bars.parquet")))[..4]);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A real one of June 2025 where there is one.</summary>
    private static byte[] Page()
    {
        if (RealData.IsAvailable)
            return RealData.Bytes("yahoo-pages", "2025-06-16_TSLA_svelte.html");
        var market = new GeneratedMarket();
        return market.Page("TSLA", market.Length("TSLA"));
    }

    /// <summary>The block that begins with a sign-in.</summary>
    private static IEnumerable<string> Lines()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var block = readme[readme.IndexOf("token=$(", StringComparison.Ordinal)..];
        return block[..block.IndexOf("```", StringComparison.Ordinal)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
