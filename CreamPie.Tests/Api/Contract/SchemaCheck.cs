using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CreamPie.Tests.Api.Contract;

/// <summary>
/// Holds a value against a schema of the served document: the part of JSON Schema that it uses. A keyword that is not known here fails,
/// and so does a member that the schema does not name.
/// </summary>
internal sealed class SchemaCheck(JsonElement document)
{
    public void Check(JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            Check(Resolve(reference.GetString()!), value, at);
            return;
        }
        if (schema.TryGetProperty("oneOf", out var options))
        {
            Assert.True(options.EnumerateArray().Count(o => Matches(o, value)) == 1, $"{at} matches not one of its schemas: {value}");
            return;
        }
        foreach (var keyword in schema.EnumerateObject())
            Assert.True(Holds(keyword, schema, value, at), $"{at}: {value} is not as its {keyword.Name} {keyword.Value} says.");
    }

    public JsonElement Resolve(string reference) =>
        reference[2..].Split('/').Aggregate(document, (node, name) => node.GetProperty(name));

    private bool Matches(JsonElement schema, JsonElement value)
    {
        try
        {
            Check(schema, value, "");
            return true;
        }
        catch (Xunit.Sdk.TrueException)
        {
            return false;
        }
    }

    private bool Holds(JsonProperty keyword, JsonElement schema, JsonElement value, string at) => keyword.Name switch
    {
        "type" => keyword.Value.ValueKind == JsonValueKind.String
            ? IsOf(keyword.Value.GetString()!, value)
            : keyword.Value.EnumerateArray().Any(type => IsOf(type.GetString()!, value)),
        "enum" => keyword.Value.EnumerateArray().Any(word => word.GetRawText() == value.GetRawText()),
        "pattern" => value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, keyword.Value.GetString()!),
        "format" => value.ValueKind != JsonValueKind.String || HasFormat(keyword.Value.GetString()!, value.GetString()!),
        "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() >= keyword.Value.GetDouble(),
        "maximum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() <= keyword.Value.GetDouble(),
        "required" => value.ValueKind != JsonValueKind.Object
            || keyword.Value.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
        "properties" => value.ValueKind != JsonValueKind.Object || HasMembers(keyword.Value, schema, value, at),
        "additionalProperties" => value.ValueKind != JsonValueKind.Object || schema.TryGetProperty("properties", out _)
            || All(value.EnumerateObject(), member => Check(keyword.Value, member.Value, $"{at}.{member.Name}")),
        "items" => value.ValueKind != JsonValueKind.Array
            || All(value.EnumerateArray(), item => Check(keyword.Value, item, $"{at}[]")),
        "description" or "examples" or "default" => true,
        _ => throw new NotSupportedException($"{at} has the keyword {keyword.Name}."),
    };

    private bool HasMembers(JsonElement properties, JsonElement schema, JsonElement value, string at) => All(
        value.EnumerateObject(),
        member =>
        {
            Assert.True(properties.TryGetProperty(member.Name, out var property), $"{at}.{member.Name} is not in the document.");
            Check(property, member.Value, $"{at}.{member.Name}");
        });

    private static bool All<T>(IEnumerable<T> items, Action<T> check)
    {
        foreach (var item in items)
            check(item);
        return true;
    }

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "string" => value.ValueKind == JsonValueKind.String,
        "array" => value.ValueKind == JsonValueKind.Array,
        _ => value.ValueKind == JsonValueKind.Object,
    };

    private static bool HasFormat(string format, string text) => format switch
    {
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => text.EndsWith('Z') && DateTime.TryParse(text, CultureInfo.InvariantCulture, out _),
        "uuid" => Guid.TryParse(text, out _),
        "email" => text.Contains('@', StringComparison.Ordinal),
        "uri" => Uri.IsWellFormedUriString(text, UriKind.Absolute),
        "uri-reference" => Uri.IsWellFormedUriString(text, UriKind.RelativeOrAbsolute),
        _ => false,
    };
}
