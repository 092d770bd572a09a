using System.Text.Json;
using CreamPie.Core.Sources.Formats.Json;
using CreamPie.Core.Sources.Formats.Text;

namespace CreamPie.Core.Sources.Yahoo;

/// <summary>Reads a volume as both payloads write it.</summary>
internal static class PayloadVolume
{
    /// <summary>Null if it is not a number, or beyond 64 bits.</summary>
    public static long? Of(JsonElement item) =>
        item.ValueKind != JsonValueKind.Number ? null
        : item.TryGetInt64(out var whole) ? whole
        : item.Number() is { } value ? NumberText.ToWhole(value) : null;
}
