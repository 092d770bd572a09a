using System.Text.Json;
using CreamPie.Core.Sources.Formats.Json;

namespace CreamPie.Core.Sources.AlphaVantage;

/// <summary>An object with numbered names, "2. Symbol": looked up without the number, which differs between calls.</summary>
internal readonly struct NumberedNames(JsonElement element)
{
    public string? Text(string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var property in element.EnumerateObject())
        {
            if (property.Name.AsSpan(property.Name.IndexOf(' ') + 1).Equals(name, StringComparison.OrdinalIgnoreCase))
                return property.Value.Text();
        }
        return null;
    }
}
