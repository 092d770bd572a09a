using System.Text.Json;
using System.Text.Json.Serialization;

namespace CreamPie.Core.Market;

/// <summary>A closed set whose words are camelCase in JSON: notFound, capitalGain. Numbers are refused.</summary>
/// <typeparam name="T">The closed set.</typeparam>
public sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
