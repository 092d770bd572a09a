using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Parquet;
using Parquet.Schema;

namespace CreamPie.Tests.Api;

/// <summary>Reads the long tables back with the libraries' own readers.</summary>
internal static class BulkTables
{
    private static readonly string[] Names =
        ["symbol", "date", "open", "high", "low", "close", "adjClose", "volume", "final", "divCash", "splitFactor"];

    internal sealed record Table(List<string> Rows, List<long> Versions, IReadOnlyDictionary<string, string> Metadata);

    public static JsonElement WithSymbol(string symbol, JsonElement bar)
    {
        var row = JsonNode.Parse(bar.GetRawText())!;
        row["symbol"] = symbol;
        return JsonSerializer.SerializeToElement(row);
    }

    public static string Row(JsonElement bar) => string.Join('|', Names.Select(name => bar.GetProperty(name) switch
    {
        { ValueKind: JsonValueKind.Number } number => Text(number.GetDouble()),
        var other => other.ToString(),
    }));

    public static async Task<Table> ArrowAsync(Stream stream)
    {
        using var reader = new ArrowStreamReader(stream);
        var (rows, versions) = (new List<string>(), new List<long>());
        while (await reader.ReadNextRecordBatchAsync() is { } batch)
        {
            for (var i = 0; i < batch.Length; i++)
            {
                rows.Add(string.Join('|', Names.Select(name => Text(batch.Column(name), i))));
                versions.Add(((Int64Array)batch.Column("version")).GetValue(i)!.Value);
            }
        }
        return new(rows, versions, reader.Schema.Metadata);
    }

    public static async Task<Table> ParquetAsync(Stream stream)
    {
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        await using var reader = await ParquetReader.CreateAsync(bytes, new ParquetOptions { UseDateOnlyTypeForDates = true });
        var (rows, versions) = (new List<string>(), new List<long>());
        foreach (var group in reader.RowGroups)
        {
            var columns = new List<List<string>>();
            foreach (var name in Names)
                columns.Add(await ColumnAsync(group, reader.Schema.DataFields.Single(f => f.Name == name)));
            for (var i = 0; i < columns[0].Count; i++)
                rows.Add(string.Join('|', columns.Select(c => c[i])));
            var read = new long[group.RowCount];
            await group.ReadAsync(reader.Schema.DataFields.Single(f => f.Name == "version"), read.AsMemory());
            versions.AddRange(read);
        }
        return new(rows, versions, reader.CustomMetadata);
    }

    private static async Task<List<string>> ColumnAsync(ParquetRowGroupReader group, DataField field)
    {
        var count = (int)group.RowCount;
        if (field.Name == "symbol")
        {
            var texts = new string?[count];
            await group.ReadAsync(field, texts.AsMemory());
            return [.. texts.OfType<string>()];
        }
        if (field.ClrType == typeof(DateOnly))
            return await ReadAsync<DateOnly>(d => Text(d));
        if (field.ClrType == typeof(bool))
            return await ReadAsync<bool>(b => b.ToString());
        return field.ClrType == typeof(long) ? await ReadAsync<long>(v => Text(v)) : await ReadAsync<double>(Text);

        async Task<List<string>> ReadAsync<T>(Func<T, string> text) where T : struct
        {
            if (!field.IsNullable)
            {
                var values = new T[count];
                await group.ReadAsync<T>(field, values.AsMemory());
                return [.. values.Select(text)];
            }
            var optional = new T?[count];
            await group.ReadAsync<T>(field, optional.AsMemory());
            return [.. optional.Select(v => v is { } known ? text(known) : "")];
        }
    }

    private static string Text(IArrowArray column, int row) => column switch
    {
        StringArray texts => texts.GetString(row),
        Date32Array days => Text(days.GetDateOnly(row)!.Value),
        BooleanArray flags => flags.GetValue(row)!.Value.ToString(),
        Int64Array numbers => numbers.GetValue(row) is { } number ? Text(number) : "",
        DoubleArray prices => prices.GetValue(row) is { } price ? Text(price) : "",
        _ => throw new NotSupportedException(column.GetType().Name),
    };

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
