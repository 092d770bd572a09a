using System.Text.Json;
using CreamPie.Tests.Clients;

namespace CreamPie.Tests.Api;

/// <summary>Readers that share no code with the libraries that write: hyparquet and Arrow's own for JavaScript.</summary>
public sealed class ForeignReaderTests
{
    private const string Api = "/api/stock-data";

    [Theory]
    [InlineData("parquet", ""), InlineData("arrow", ""), InlineData("parquet", "&adjust=none"), InlineData("arrow", "&adjust=all")]
    public async Task Foreign_reader_has_the_rows_of_the_json(string format, string query)
    {
        await using var server = await BulkApiTests.WithStocksAsync();
        var bulk = $"{Api}/bars?symbols=BBB,AAA{query}";
        var json = await server.Client().JsonAsync(bulk);
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, await server.Client().GetByteArrayAsync($"{bulk}&format={format}"));

            var rows = await ReadAsync(format, path);

            Assert.NotEmpty(rows);
            Assert.Equal(json.GetProperty("bars").EnumerateArray().Select(BulkTables.Row), rows.Select(BulkTables.Row));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<List<JsonElement>> ReadAsync(string format, string path)
    {
        using var node = new NodeFolder("bulk");
        var lines = await node.RunAsync("read.mjs", format, path);
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }
}
