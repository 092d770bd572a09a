using System.Text.Json;
using System.Text.Json.Serialization;

namespace CreamPie.Core.Market;

/// <summary>Writes enum members in camelCase (notFound, capitalGain) and refuses numbers.</summary>
/// <typeparam name="T">The enum.</typeparam>
public sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
