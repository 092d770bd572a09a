using System.Text.Json;
using CreamPie.Core.Sources.Formats.History;
using CreamPie.Core.Sources.Formats.Json;

namespace CreamPie.Core.Sources.Yahoo.Chart;

/// <summary>Checks that a chart response's series can be told apart: by name, and day by day by position.</summary>
internal static class ChartSeries
{
    private static readonly string[] Known = ["open", "high", "low", "close", "volume"];

    /// <summary>
    /// A renamed series would be read as unknown, and its known values be lost. One that is absent is truly unknown,
    /// except that a close must always be there.
    /// </summary>
    /// <returns>Null if all series with values are known, or there are no values.</returns>
    public static string? Problem(JsonElement result)
    {
        var names = result.At("indicators", "quote").First().Properties()
            .Where(p => p.Value.ValueKind == JsonValueKind.Array && p.Value.GetArrayLength() > 0).Select(p => p.Name).ToList();
        if (names.Count == 0)
            return null;
        if (result.At("timestamp").ValueKind != JsonValueKind.Array)
            return "The chart response has values but no \"timestamp\": unknown format.";
        var firstClose = result.At("indicators", "quote").First().At("close").Items()
            .FirstOrDefault(v => v.ValueKind != JsonValueKind.Null);
        if (firstClose.ValueKind is not (JsonValueKind.Number or JsonValueKind.Undefined))
            return "The closes of the chart response are not numbers: unknown format.";
        var missing = Known.Except(names).ToList();
        var others = names.Except(Known).Select(LayoutShape.Plain).ToList();
        return missing.Contains("close") || (missing.Count > 0 && others.Count > 0)
            ? $"The chart response has no {string.Join(", no ", missing)}"
                + $"{(others.Count > 0 ? $", but {string.Join(", ", others)}" : "")}: unknown format."
            : null;
    }

    /// <summary>Values belong to days by position alone: with one missing they cannot be assigned.</summary>
    public static string? Uneven(JsonElement result, int count)
    {
        foreach (var series in new[] { result.At("indicators", "quote").First(), result.At("indicators", "adjclose").First() })
        {
            foreach (var values in series.Properties())
            {
                if (values.Value.ValueKind == JsonValueKind.Array && values.Value.GetArrayLength() != count)
                {
                    return $"The chart response has {count} timestamps and {values.Value.GetArrayLength()} values of one series, "
                        + "so they cannot be matched.";
                }
            }
        }
        return null;
    }
}
