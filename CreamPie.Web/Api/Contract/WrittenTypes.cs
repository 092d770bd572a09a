using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CreamPie.Core.Analysis.Indicators.Catalog;
using CreamPie.Core.Querying.Indicators;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CreamPie.Web.Api.Contract;

/// <summary>Which members of a type are always there, and which may be null.</summary>
internal static class WrittenTypes
{
    public static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo;
        var plain = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (plain.IsEnum)
        {
            // As they are written: an enum that is written as numbers is seen by every reader of the document.
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. Enum.GetValues(plain).Cast<object>().Select(v => JsonSerializer.SerializeToNode(v, plain, type.Options)!)];
            schema.Default = null;
        }
        else if (type.Type == typeof(IndicatorValues))
            DescribeIndicatorValues(schema);
        else if (type.Type == typeof(ProblemDetails))
            DescribeProblem(schema);
        else if (type.Kind == JsonTypeInfoKind.Object && schema.Properties is { Count: > 0 } properties)
            DescribeMembers(schema, properties, type, ReadTypes(context.ApplicationServices).Contains(type.Type));
        return Task.CompletedTask;
    }

    /// <summary>
    /// What we write is there, unless it is left out where it is null; then it is never null. What we read has to be there if it
    /// says so itself.
    /// </summary>
    private static void DescribeMembers(
        OpenApiSchema schema, IDictionary<string, IOpenApiSchema> properties, JsonTypeInfo type, bool isRead)
    {
        var required = new HashSet<string>();
        foreach (var member in type.Properties.Where(p => properties.ContainsKey(p.Name)))
        {
            var isNeeded = Has<RequiredAttribute>(member);
            var mayBeMissing = isRead
                ? !isNeeded && !Has<JsonRequiredAttribute>(member)
                : Attributes<JsonIgnoreAttribute>(member).Any(i => i.Condition == JsonIgnoreCondition.WhenWritingNull);
            if (!mayBeMissing)
                required.Add(member.Name);
            if ((isNeeded || (mayBeMissing && !isRead)) && properties[member.Name] is OpenApiSchema { Type: { } word } value)
                value.Type = word & ~JsonSchemaType.Null;
        }
        schema.Required = required;
    }

    private static void DescribeProblem(OpenApiSchema schema)
    {
        schema.Description = "What went wrong (RFC 9457).";
        schema.Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("Address of the meaning of the status."),
            ["title"] = Text("The status in words.", "Bad Request"),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "400", Maximum = "599" },
            ["detail"] = Text("What went wrong and what would be right, as a sentence.", "from must be a date like 2024-06-10."),
            ["code"] = Text("The reason as a word that stays the same: programs decide by it.", "invalidFrom"),
            ["traceId"] = Text("By which the server's log names this request.", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00"),
        };
        schema.Required = new HashSet<string> { "title", "status", "detail", "code", "traceId" };
    }

    private static void DescribeIndicatorValues(OpenApiSchema schema)
    {
        var fields = IndicatorCatalog.All.SelectMany(i => i.Fields).Distinct().ToDictionary(
            f => f,
            IOpenApiSchema (_) => new OpenApiSchema { Type = JsonSchemaType.Number | JsonSchemaType.Null, Format = "double" });
        fields["date"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date" };
        schema.Type = JsonSchemaType.Array;
        schema.Items = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "The fields of the requested indicator; null where it is not defined yet.",
            Properties = fields,
            Required = new HashSet<string> { "date" },
        };
    }

    private static OpenApiSchema Text(string description, string? example = null) => new()
    {
        Type = JsonSchemaType.String,
        Description = description,
        Examples = example is null ? null : [example],
    };

    /// <summary>The bodies of requests.</summary>
    private static HashSet<Type> ReadTypes(IServiceProvider services) => [.. services.GetRequiredService<EndpointDataSource>().Endpoints
        .Select(e => e.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType).OfType<Type>()];

    private static bool Has<T>(JsonPropertyInfo member) where T : Attribute => Attributes<T>(member).Any();

    private static IEnumerable<T> Attributes<T>(JsonPropertyInfo member) where T : Attribute =>
        (member.AttributeProvider?.GetCustomAttributes(typeof(T), inherit: true) ?? []).OfType<T>();
}
