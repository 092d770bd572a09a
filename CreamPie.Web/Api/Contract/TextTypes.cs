using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace CreamPie.Web.Api.Contract;

/// <summary>What the text of a parameter has to be.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal abstract class TextTypeAttribute : Attribute
{
    public abstract IOpenApiSchema Schema(OpenApiDocument document);
}

internal sealed class TextAttribute(params string[] examples) : TextTypeAttribute
{
    /// <summary>Like uuid.</summary>
    public string? Format { get; init; }

    public override IOpenApiSchema Schema(OpenApiDocument document) => new OpenApiSchema
    {
        Type = JsonSchemaType.String,
        Format = Format,
        Examples = examples.Length == 0 ? null : [.. examples.Select(e => JsonValue.Create(e))],
    };
}

internal sealed class DayAttribute : TextTypeAttribute
{
    public override IOpenApiSchema Schema(OpenApiDocument document) =>
        new OpenApiSchema { Type = JsonSchemaType.String, Format = "date", Examples = ["2024-06-10"] };
}

internal sealed class SymbolTextAttribute(params string[] examples) : TextTypeAttribute
{
    /// <summary>With small letters as well, which we make capital.</summary>
    public const string Pattern = @"^[A-Za-z0-9^][A-Za-z0-9.\-^=&_]{0,19}$";

    public override IOpenApiSchema Schema(OpenApiDocument document) => new OpenApiSchema
    {
        Type = JsonSchemaType.String,
        Pattern = Pattern,
        Examples = [.. (examples.Length == 0 ? ["AAPL", "^GSPC"] : examples).Select(e => JsonValue.Create(e))],
    };
}

/// <param name="smallest">Smallest value allowed.</param>
/// <param name="largest">Largest value allowed.</param>
/// <param name="fallback">Where none is given; 0 if that is no number.</param>
internal sealed class WholeNumberAttribute(int smallest, int largest, int fallback = 0) : TextTypeAttribute
{
    public override IOpenApiSchema Schema(OpenApiDocument document) => new OpenApiSchema
    {
        Type = JsonSchemaType.Integer,
        Format = "int32",
        Minimum = smallest.ToString(CultureInfo.InvariantCulture),
        Maximum = largest.ToString(CultureInfo.InvariantCulture),
        Default = fallback == 0 ? null : fallback,
    };
}

internal sealed class FractionAttribute(double smallest, double largest, double fallback) : TextTypeAttribute
{
    public override IOpenApiSchema Schema(OpenApiDocument document) => new OpenApiSchema
    {
        Type = JsonSchemaType.Number,
        Format = "double",
        Minimum = smallest.ToString(CultureInfo.InvariantCulture),
        Maximum = largest.ToString(CultureInfo.InvariantCulture),
        Default = fallback,
    };
}

/// <param name="fallback">Where none is given; "" if that is none of them.</param>
/// <param name="words">The only ones.</param>
internal sealed class WordsAttribute(string fallback, params string[] words) : TextTypeAttribute
{
    public override IOpenApiSchema Schema(OpenApiDocument document) => new OpenApiSchema
    {
        Type = JsonSchemaType.String,
        Enum = [.. words.Select(w => JsonValue.Create(w))],
        Default = fallback.Length == 0 ? null : fallback,
    };
}

/// <summary>The words of an enum that answers have as well.</summary>
/// <typeparam name="T">The enum.</typeparam>
internal sealed class WordsOfAttribute<T> : TextTypeAttribute where T : struct, Enum
{
    public override IOpenApiSchema Schema(OpenApiDocument document) => new OpenApiSchemaReference(typeof(T).Name, document);
}
