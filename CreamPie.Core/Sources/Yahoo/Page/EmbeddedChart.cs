using System.Buffers;
using System.Text;
using System.Text.Json;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Sources.Yahoo.Page;

/// <summary>The chart response in a script of a page of 2024 and later: a JSON string within JSON.</summary>
/// <param name="Url">The page server's request to the chart endpoint.</param>
/// <param name="Script">The text of the script.</param>
internal sealed record EmbeddedChart(string Url, ReadOnlyMemory<char> Script)
{
    private const string Path = "/v8/finance/chart/";

    public static bool IsChart(string url) => url.Contains(Path, StringComparison.Ordinal);

    /// <summary>From the address; null if it names none.</summary>
    public string? Symbol
    {
        get
        {
            var rest = Url.AsSpan(Url.IndexOf(Path, StringComparison.Ordinal) + Path.Length);
            var end = rest.IndexOfAny('?', '/');
            return end == 0 ? null : Uri.UnescapeDataString(end < 0 ? rest : rest[..end]);
        }
    }

    /// <summary>True if the request included splits and dividends, so that their absence means there were none.</summary>
    public bool ActionsRequested => Url.Contains("div", StringComparison.Ordinal) && Url.Contains("split", StringComparison.Ordinal);

    /// <returns>The result of <paramref name="read"/> for the response itself; null if the script is truncated or malformed.</returns>
    public ParseResult? Read(Func<JsonElement, ParseResult> read)
    {
        var length = Encoding.UTF8.GetByteCount(Script.Span);
        var script = ArrayPool<byte>.Shared.Rent(length);
        var body = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Encoding.UTF8.GetBytes(Script.Span, script);
            using var json = Body(script.AsSpan(0, length), body);
            return json is null ? null : read(json.RootElement);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(script);
            ArrayPool<byte>.Shared.Return(body);
        }
    }

    private static JsonDocument? Body(ReadOnlySpan<byte> script, byte[] body)
    {
        var reader = new Utf8JsonReader(script);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
                    continue;
                var isBody = reader.ValueTextEquals("body"u8);
                reader.Read();
                if (isBody && reader.TokenType == JsonTokenType.String)
                    return JsonDocument.Parse(body.AsMemory(0, reader.CopyString(body)));
                reader.Skip();
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
        return null;
    }
}
