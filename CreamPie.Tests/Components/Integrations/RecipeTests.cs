using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using CreamPie.Tests.Api;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using CreamPie.Web.Components.Integrations;

namespace CreamPie.Tests.Components.Integrations;

/// <summary>What the recipes ask for is there.</summary>
public sealed partial class RecipeTests : IAsyncLifetime
{
    /// <summary>Of the recipes' provenance.</summary>
    private static readonly int Day = new DateOnly(2025, 6, 13).DayNumber - Captures.Monday.DayNumber;

    private StockDataServer _server = null!;
    private string _address = "";
    private string _key = "";
    private string _link = "";

    public async Task InitializeAsync()
    {
        _server = await StockDataServer.StartAsync();
        foreach (var (id, symbol) in new[] { (1, "AAPL"), (2, "MSFT") })
        {
            await _server.AddAsync(SeedData.NewDocument(id, symbol));
            await _server.Services.LoadAsync(
                Captures.Of(id, new(2025, 6, 16), [Captures.Bar(Day - 1, 5), Captures.Bar(Day, 6)], symbol: symbol));
        }
        var owner = _server.Client();
        _address = owner.BaseAddress!.GetLeftPart(UriPartial.Authority);
        (_, _key) = await owner.AddKeyAsync("read", "track");
        _link = _address + (await owner.AddFeedAsync()).Link;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Every_address_of_a_recipe_answers()
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", _key);
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json, text/event-stream, */*");
        foreach (var step in Recipes.All.SelectMany(r => r.Steps))
            foreach (var url in Addresses(step))
            {
                using var answer = await AskAsync(client, url);
                Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{step.Label}: {url}: {answer.StatusCode}");
            }
    }

    [ShellFact]
    public async Task Shell_lines_of_the_recipes_work_as_pasted()
    {
        var folder = Directory.CreateTempSubdirectory("creampie-recipes-").FullName;
        var lines = Recipes.All.SelectMany(r => r.Steps).Where(s => s.Language == "sh")
            .SelectMany(s => Filled(s).Replace("\\\n", "", StringComparison.Ordinal).Split('\n'))
            .Where(line => line.StartsWith("curl ", StringComparison.Ordinal))
            .Select(line => line.Replace("curl -s", "curl -S --fail-with-body -s", StringComparison.Ordinal)).ToList();

        var said = await Shell.PasteAsync(folder, lines.Select(line => line.Replace("-sf ", "-s ", StringComparison.Ordinal)));

        Assert.Contains(said, text => text.StartsWith("Date,Open,High,Low,Close", StringComparison.Ordinal));
        Assert.Contains(said, text => text.Contains("\"sha256\"", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(folder, "bars.parquet")));
        Directory.Delete(folder, recursive: true);
    }

    private string Filled(Step step) => step.At(_address)
        .Replace("<your key>", _key, StringComparison.Ordinal).Replace("<feed link>", _link, StringComparison.Ordinal);

    /// <summary>As the tool completes them.</summary>
    private IEnumerable<string> Addresses(Step step)
    {
        var code = Filled(step).Replace("{TICKER}", "AAPL", StringComparison.Ordinal);
        var query = string.Join('&', Parameter().Matches(Parameters().Match(code).Value).Select(m => $"{m.Groups[1]}={m.Groups[2]}"));
        foreach (var url in Url().Matches(Placeholder().Replace(code, "2025-06-13")).Select(m => m.Value))
        {
            yield return url == _link && step.Language == "python" ? url + "/v8/finance/chart/AAPL?range=1y&interval=1d"
                : url == _link ? url + "/widgets.json"
                : url == _link + "/udf" ? url + "/config"
                : query.Length > 0 ? $"{url}?{query}"
                : url;
        }
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient client, string url) => new Uri(url).AbsolutePath switch
    {
        "/api/stock-data/track" => client.PostAsJsonAsync(url, new { symbol = "AAPL" }),
        "/mcp" => client.PostAsJsonAsync(url, new { jsonrpc = "2.0", id = 1, method = "tools/list" }),
        _ => client.GetAsync(url),
    };

    [GeneratedRegex("https?://[^\\s\"'\\]]+")]
    private static partial Regex Url();

    [GeneratedRegex("params=\\{[^}]*\\}")]
    private static partial Regex Parameters();

    [GeneratedRegex("\"(\\w+)\": \"([^\"]*)\"")]
    private static partial Regex Parameter();

    [GeneratedRegex("\\$\\{__(from|to)[^}]*\\}")]
    private static partial Regex Placeholder();
}
