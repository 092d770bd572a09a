using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace CreamPie.Tests.Mcp;

/// <summary>The official client for C#.</summary>
internal static class Agents
{
    public static Task<McpClient> ConnectAsync(HttpClient http, string query = "") => McpClient.CreateAsync(new HttpClientTransport(
        new() { Endpoint = new(http.BaseAddress!, "/mcp" + query), TransportMode = HttpTransportMode.StreamableHttp }, http));

    public static async Task<JsonElement> CallAsync(McpClient client, string tool, params (string Name, object Value)[] arguments)
    {
        var result = await client.CallToolAsync(tool, arguments.ToDictionary(a => a.Name, a => (object?)a.Value));
        Assert.False(result.IsError ?? false, Text(result));
        return result.StructuredContent!.Value;
    }

    public static async Task<string> RefusalAsync(McpClient client, string tool, params (string Name, object Value)[] arguments)
    {
        var result = await client.CallToolAsync(tool, arguments.ToDictionary(a => a.Name, a => (object?)a.Value));
        Assert.True(result.IsError);
        return Text(result);
    }

    private static string Text(CallToolResult result) => string.Concat(result.Content.OfType<TextContentBlock>().Select(t => t.Text));
}
