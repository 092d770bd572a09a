using System.Text.Json;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Hosting;

public sealed class ReadmeTests
{
    /// <summary>Against the simulated market, which is made up anew: nothing waits but the lines themselves.</summary>
    [ShellFact]
    public async Task Lines_of_the_README_end_with_bars_and_provenance_on_a_fresh_server()
    {
        await using var app = await TestApplication.StartAsync(
            settings: new Dictionary<string, string> { ["Retrieval:MinDelaySeconds"] = "0" },
            realSockets: true, environment: "Development");
        await app.AddUserAsync("you@example.org", Roles.Admin);
        var folder = Directory.CreateTempSubdirectory("creampie-readme-").FullName;

        var said = await Shell.PasteAsync(folder, Lines().Select(line => line
            .Replace("localhost:5080", app.ClientOptions.BaseAddress.Authority, StringComparison.Ordinal)
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

    /// <summary>The block that begins with a sign-in.</summary>
    private static IEnumerable<string> Lines()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var block = readme[readme.IndexOf("token=$(", StringComparison.Ordinal)..];
        return block[..block.IndexOf("```", StringComparison.Ordinal)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
