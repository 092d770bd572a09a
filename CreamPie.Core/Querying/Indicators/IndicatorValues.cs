using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CreamPie.Core.Querying.Indicators;

/// <summary>Columns that are written as records: [ { "date": "2024-01-02", "value": 1.5 } ].</summary>
/// <param name="Date">Of each record.</param>
/// <param name="Columns">A list for each field, as long as the dates.</param>
[JsonConverter(typeof(IndicatorValuesConverter))]
public sealed record IndicatorValues(IReadOnlyList<DateOnly> Date, IReadOnlyDictionary<string, IReadOnlyList<double?>> Columns);

/// <summary>Writes records without making one for each date first.</summary>
public sealed class IndicatorValuesConverter : JsonConverter<IndicatorValues>
{
    /// <summary>Answers are never read.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override IndicatorValues Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Indicators are written, never read.");

    /// <summary>Writes one array.</summary>
    public override void Write(Utf8JsonWriter writer, IndicatorValues value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        for (var i = 0; i < value.Date.Count; i++)
        {
            writer.WriteStartObject();
            writer.WriteString("date", value.Date[i].ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            foreach (var (field, column) in value.Columns)
            {
                if (column[i] is { } number)
                    writer.WriteNumber(field, number);
                else
                    writer.WriteNull(field);
            }
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
