using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CreamPie.Tests.Attacks;

/// <summary>Random messages to the server of agents: broken JSON-RPC, and every tool with arguments of every type.</summary>
/// <param name="tools">As the server lists them.</param>
internal sealed class HostileCalls(IReadOnlyList<JsonElement> tools, Random random)
{
    private static readonly string[] Methods =
    [
        "initialize", "ping", "tools/list", "resources/list", "resources/read", "prompts/list", "prompts/get", "logging/setLevel",
        "completion/complete", "sampling/createMessage", "notifications/initialized", "notifications/cancelled", "", "tools", "\0", "🐴",
    ];

    private static readonly string[] Broken =
    [
        "", "null", "[]", "{}", "[[]]", "{", "\"x\"", "1", "{\"jsonrpc\":\"2.0\"}", "{\"jsonrpc\":\"2.0\",\"id\":1}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":null}", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":[]}", "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}", "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}", "\uFEFF{}",
        "{\"a\":\"\\ud800\"}",
        new('[', 2_000), "{\"jsonrpc\":\"2.0\",\"id\":1e400,\"method\":\"ping\"}",
    ];

    public HttpRequestMessage Next()
    {
        var request = new HttpRequestMessage(
            random.Next(20) == 0 ? new HttpMethod(random.Pick<string>(["GET", "DELETE", "PUT", "HEAD"])) : HttpMethod.Post,
            new Uri("/mcp" + (random.Next(6) == 0 ? "?asOf=" + Uri.EscapeDataString(HostileTexts.Next(random)) : ""), UriKind.Relative));
        var body = random.Next(8) == 0 ? random.Pick(Broken)
            : random.Next(12) == 0 ? $"[{Message()},{Message()}]"
            : Message();
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation(
            "Content-Type",
            random.Next(10) == 0 ? random.Pick<string>(["text/plain", "application/json; charset=utf-16", ";;;"]) : "application/json");
        if (request.Method != HttpMethod.Get && request.Method != HttpMethod.Head)
            request.Content = content;
        request.Headers.TryAddWithoutValidation(
            "Accept",
            random.Next(10) == 0 ? random.Pick<string>(["application/json", "*/*", ";;;"]) : "application/json, text/event-stream");
        if (random.Next(6) == 0)
            request.Headers.TryAddWithoutValidation("Mcp-Session-Id", HostileTexts.OfHeader(HostileTexts.Next(random)));
        if (random.Next(6) == 0)
            request.Headers.TryAddWithoutValidation("MCP-Protocol-Version", random.Pick<string>(["2025-06-18", "1999-01-01", "x", ""]));
        return request;
    }

    private string Message()
    {
        var message = new JsonObject { ["jsonrpc"] = "2.0" };
        if (random.Next(15) > 0)
            message["id"] = random.Next(5) == 0 ? Value(2) : random.Next(1_000);
        if (random.Next(4) == 0)
        {
            message["method"] = random.Pick(Methods);
            message["params"] = random.Next(2) == 0 ? new JsonObject { ["name"] = Value(2), ["uri"] = Value(2) } : Value(3);
            return message.ToJsonString();
        }
        var tool = random.Pick(tools);
        var arguments = new JsonObject();
        foreach (var property in tool.GetProperty("inputSchema").GetProperty("properties").EnumerateObject())
        {
            if (property.Name == "symbol" && random.Next(3) > 0)
                arguments[property.Name] = "TEST";
            else if (random.Next(2) == 0)
                arguments[property.Name] = Value(3);
        }
        if (random.Next(10) == 0)
            arguments[HostileTexts.Next(random)] = Value(2);
        message["method"] = "tools/call";
        message["params"] = new JsonObject { ["name"] = tool.GetProperty("name").GetString(), ["arguments"] = arguments };
        return message.ToJsonString();
    }

    /// <summary>Mostly a text; with more depth, also lists and objects.</summary>
    private JsonNode? Value(int depth) => random.Next(depth > 0 ? 11 : 9) switch
    {
        < 5 => HostileTexts.Next(random),
        5 => random.Pick<int>([0, 1, -1, 250, 501, int.MaxValue, int.MinValue]),
        6 => random.Pick<double>([1.5, -0.0, 1e300, 1e-300]),
        7 => random.Next(2) == 0,
        8 => null,
        9 => new JsonArray(Value(depth - 1), Value(depth - 1)),
        _ => new JsonObject { ["a"] = Value(depth - 1) },
    };
}
