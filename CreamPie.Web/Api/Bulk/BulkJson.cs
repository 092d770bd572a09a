using System.Text.Json;
using CreamPie.Core.Querying.Series;

namespace CreamPie.Web.Api.Bulk;

/// <summary>
/// The long table as JSON, and after it what each series was: its version, source and length, and why it has no bars where it has none.
/// </summary>
internal static class BulkJson
{
    public const string ContentType = "application/json; charset=utf-8";

    /// <summary>Bytes that wait in memory.</summary>
    private const int Most = 1 << 16;

    public static async Task WriteAsync(
        Stream stream, BarTable table, IAsyncEnumerable<BarSeries> all, CancellationToken cancellationToken)
    {
        var ends = new List<BulkSeries>();
        var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteString("interval", table.Interval);
        json.WriteString("adjust", BarTable.AdjustWord(table.Adjust));
        json.WriteStartArray("bars");
        await foreach (var series in all.WithCancellation(cancellationToken))
        {
            foreach (var row in series.Rows ?? [])
            {
                Write(json, series.Symbol, row);
                if (json.BytesPending > Most)
                    await json.FlushAsync(cancellationToken);
            }
            ends.Add(BulkSeries.Of(series));
        }
        json.WriteEndArray();
        json.WritePropertyName("series");
        // Serialized into the writer, it would be written to the response synchronously, which takes no such writes.
        json.WriteRawValue(JsonSerializer.SerializeToUtf8Bytes(ends, JsonSerializerOptions.Web), skipInputValidation: true);
        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
        await json.DisposeAsync();
    }

    private static void Write(Utf8JsonWriter json, string symbol, BarRow row)
    {
        json.WriteStartObject();
        json.WriteString(BarTable.Symbol, symbol);
        Span<char> day = stackalloc char[10];
        row.Date.TryFormat(day, out _, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        json.WriteString(BarTable.Date, day);
        Price(BarTable.Open, row.Open);
        Price(BarTable.High, row.High);
        Price(BarTable.Low, row.Low);
        json.WriteNumber(BarTable.Close, row.Close);
        Price(BarTable.AdjClose, row.AdjClose);
        if (row.Volume is { } volume)
            json.WriteNumber(BarTable.Volume, volume);
        else
            json.WriteNull(BarTable.Volume);
        json.WriteBoolean(BarTable.Final, row.Final);
        Price(BarTable.DivCash, row.DivCash);
        Price(BarTable.SplitFactor, row.SplitFactor);
        json.WriteEndObject();

        void Price(string name, double? price)
        {
            if (price is { } known)
                json.WriteNumber(name, known);
            else
                json.WriteNull(name);
        }
    }
}
