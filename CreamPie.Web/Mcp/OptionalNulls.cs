using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Server;

namespace CreamPie.Web.Mcp;

/// <summary>
/// Answers leave out what is null, to be short; so no output schema may demand what can be null. Clients refuse such an answer otherwise.
/// </summary>
internal static class OptionalNulls
{
    public static void Allow(McpServerOptions options)
    {
        foreach (var tool in (IEnumerable<McpServerTool>?)options.ToolCollection ?? [])
        {
            if (tool.ProtocolTool.OutputSchema is not { } schema)
                continue;
            var node = JsonNode.Parse(schema.GetRawText());
            Allow(node);
            tool.ProtocolTool.OutputSchema = JsonSerializer.SerializeToElement(node);
        }
    }

    private static void Allow(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
                Allow(item);
        }
        if (node is not JsonObject schema)
            return;
        if (schema["properties"] is JsonObject properties && schema["required"] is JsonArray required)
        {
            string[] demanded = [.. required.Select(n => n!.GetValue<string>()).Where(n => !CanBeNull(properties[n]))];
            schema["required"] = JsonSerializer.SerializeToNode(demanded);
        }
        foreach (var (_, child) in schema)
            Allow(child);
    }

    private static bool CanBeNull(JsonNode? property) => property is JsonObject schema
        && ((schema["type"] is JsonArray types && types.Any(t => t?.GetValue<string>() == "null"))
            || (schema["enum"] is JsonArray values && values.Any(v => v is null)));
}
