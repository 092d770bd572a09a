using System.Text.Json.Nodes;
using CreamPie.Core.Accounts.Keys;
using CreamPie.Core.Accounts.Preferring;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CreamPie.Web.Api.Contract;

/// <summary>A name means the same in every answer: its words, bounds and examples are told once.</summary>
internal static class Vocabulary
{
    private static readonly string[] NeverNegative =
    [
        "total", "bytes", "attempts", "version", "volume", "days", "count", "bars", "others", "payments", "parserVersion", "row",
        "sessions",
    ];

    /// <summary>
    /// As patterns, not as enums: these are no identifiers, or come in small letters in what is sent to us, and generated clients do not
    /// get that right.
    /// </summary>
    private static readonly Dictionary<string, IReadOnlyList<string>> Words = new()
    {
        ["interval"] = PreferenceValues.Intervals,
        ["PreferenceValues.theme"] = PreferenceValues.Themes,
        ["PreferenceValues.range"] = PreferenceValues.Ranges,
        ["PreferenceValues.adjust"] = PreferenceValues.Adjustments,
        ["PreferenceValues.dateFormat"] = PreferenceValues.DateFormats,
        ["PreferenceValues.numberFormat"] = PreferenceValues.NumberFormats,
        ["TokenResponse.tokenType"] = ["Bearer"],
        ["TrackAnswer.status"] = ["tracking"],
        ["BulkAnswer.adjust"] = PreferenceValues.Adjustments,
    };

    private static readonly Dictionary<string, (string? Format, string? Pattern, string? Example)> Texts = new()
    {
        ["symbol"] = (null, SymbolTextAttribute.Pattern, "AAPL"),
        ["sha256"] = (null, "^[0-9a-f]{64}$", null),
        ["next"] = ("uri-reference", null, "/api/stock-data/symbols?cursor=bjE"),
        ["email"] = ("email", null, "somebody@example.org"),
        ["currency"] = (null, null, "USD"),
        ["timezone"] = (null, null, "America/New_York"),
        ["timeZone"] = (null, null, "Europe/Zurich"),
        ["link"] = ("uri", null, null),
        ["url"] = ("uri", null, null),
    };

    public static Task DescribeAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Tags = new HashSet<OpenApiTag>
        {
            new() { Name = "Authentication", Description = "Signing in and out, for programs." },
            new() { Name = "Users", Description = "Your own account; people and their rights, for admins." },
            new() { Name = "Stock data", Description = "Bars, what is computed from them, and the documents that they come from." },
            new() { Name = "Server", Description = "The program itself." },
        };
        document.AddComponent("Role", Enum([Roles.Admin, Roles.Analyst]));
        foreach (var (type, schema) in document.Components!.Schemas!.ToList())
        {
            foreach (var (name, property) in schema.Properties?.ToList() ?? [])
                schema.Properties![name] = Described(document, type, name, property, schema.Required?.Contains(name) == true);
        }
        return RemoveUnusedAsync(document);
    }

    private static IOpenApiSchema Described(OpenApiDocument document, string type, string name, IOpenApiSchema property, bool isRequired)
    {
        if (name == "role")
        {
            var isNullable = property.Type?.HasFlag(JsonSchemaType.Null) == true;
            return isNullable ? OrNull(document, "Role") : new OpenApiSchemaReference("Role", document);
        }
        if (property.OneOf is [{ Type: JsonSchemaType.Null }, OpenApiSchemaReference { Reference.Id: { } id } some])
        {
            // What is left out where it is null is never null.
            return !isRequired ? some : document.Components!.Schemas![id].Enum is { Count: > 0 } ? OrNull(document, id) : property;
        }
        if (property is not OpenApiSchema schema)
            return property;
        if (name == "roles" && schema.Items is OpenApiSchema role)
            role.Pattern = $"^({Roles.Admin}|{Roles.Analyst})$";
        if (name == "scopes" && schema.Items is OpenApiSchema scope)
            scope.Pattern = $"^({string.Join('|', KeyWords.All.Select(s => s.Word))})$";
        if (NeverNegative.Contains(name) && schema.Type?.HasFlag(JsonSchemaType.Integer) == true)
            schema.Minimum = "0";
        if (schema.Type?.HasFlag(JsonSchemaType.String) == true)
            DescribeText(schema, type, name);
        return schema;
    }

    private static void DescribeText(OpenApiSchema schema, string type, string name)
    {
        if (Texts.TryGetValue(name, out var text))
        {
            schema.Format ??= text.Format;
            schema.Pattern = text.Pattern;
            schema.Examples = text.Example is null ? null : [text.Example];
        }
        if (Words.GetValueOrDefault($"{type}.{name}") is not { } words && !Words.TryGetValue(name, out words))
            return;
        schema.Pattern = $"^({string.Join('|', words)})$";
        schema.Examples = [words[0]];
    }

    /// <summary>An enum with null has a name of its own: not all generators see that one of two schemas is null.</summary>
    private static OpenApiSchemaReference OrNull(OpenApiDocument document, string name)
    {
        var words = document.Components!.Schemas![name].Enum!.Select(word => word.GetValue<string>());
        var schema = Enum(words);
        schema.Type |= JsonSchemaType.Null;
        schema.Enum!.Add(JsonNullSentinel.JsonNull);
        document.AddComponent(name + "OrNull", schema);
        return new(name + "OrNull", document);
    }

    private static OpenApiSchema Enum(IEnumerable<string> words) => new()
    {
        Type = JsonSchemaType.String,
        Enum = [.. words.Select(w => (JsonNode)JsonValue.Create(w))],
    };

    private static async Task RemoveUnusedAsync(OpenApiDocument document)
    {
        var text = await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1);
        foreach (var name in document.Components!.Schemas!.Keys.ToList())
        {
            if (!text.Contains($"\"#/components/schemas/{name}\"", StringComparison.Ordinal))
                document.Components.Schemas.Remove(name);
        }
    }
}
