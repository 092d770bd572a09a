using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Attacks;

/// <summary>What the program says of itself: the names that its operations and tools know.</summary>
internal static class HostileContract
{
    /// <summary>The names of the query of each operation: METHOD and path.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> ParametersAsync(TestApplication app)
    {
        using var client = app.Anonymous();
        using var document = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json"));
        return (
            from path in document.RootElement.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            where operation.Value.ValueKind == JsonValueKind.Object && operation.Value.TryGetProperty("parameters", out _)
            select (
                Name: $"{operation.Name.ToUpperInvariant()} {path.Name}",
                Parameters: (IReadOnlyList<string>)[.. operation.Value.GetProperty("parameters").EnumerateArray()
                    .Where(p => p.TryGetProperty("in", out var place) && place.GetString() == "query")
                    .Select(p => p.GetProperty("name").GetString()!)])).ToDictionary(o => o.Name, o => o.Parameters);
    }

    /// <summary>The tools with their schemas.</summary>
    public static async Task<IReadOnlyList<JsonElement>> ToolsAsync(TestApplication app)
    {
        using var client = await app.AnalystAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp")
        {
            Content = new StringContent("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        using var answer = await client.SendAsync(request);
        var text = await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
        using var message = JsonDocument.Parse(text[text.IndexOf('{', StringComparison.Ordinal)..]);
        return [.. message.RootElement.GetProperty("result").GetProperty("tools").EnumerateArray().Select(t => t.Clone())];
    }
}
