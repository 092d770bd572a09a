using System.Text;
using System.Text.Json;

namespace CreamPie.Core.Parsing;

/// <summary>A chart answer that a page of 2024 and later carries in a script, as a JSON string within JSON.</summary>
/// <param name="Url">What the page's server asked the chart endpoint.</param>
internal sealed record EmbeddedChart(string Url, ReadOnlyMemory<char> Script)
{
    private const string Path = "/v8/finance/chart/";

    public static bool IsChart(string url) => url.Contains(Path, StringComparison.Ordinal);

    /// <summary>As the address names it; null if it names none.</summary>
    public string? Symbol
    {
        get
        {
            var rest = Url.AsSpan(Url.IndexOf(Path, StringComparison.Ordinal) + Path.Length);
            var end = rest.IndexOfAny('?', '/', '&');
            return end == 0 ? null : Uri.UnescapeDataString(end < 0 ? rest : rest[..end]);
        }
    }

    /// <summary>The request asked for splits and dividends, so that their absence says that there were none.</summary>
    public bool AsksActions => Url.Contains("div", StringComparison.Ordinal) && Url.Contains("split", StringComparison.Ordinal);

    /// <returns>The answer itself; null if the script is cut or broken.</returns>
    public JsonDocument? Read()
    {
        var utf8 = new byte[Encoding.UTF8.GetMaxByteCount(Script.Length)];
        var length = Encoding.UTF8.GetBytes(Script.Span, utf8);
        try
        {
            var reader = new Utf8JsonReader(utf8.AsSpan(0, length));
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
                    continue;
                var isBody = reader.ValueTextEquals("body"u8);
                reader.Read();
                if (isBody && reader.TokenType == JsonTokenType.String)
                {
                    var body = new byte[reader.ValueSpan.Length];
                    var size = reader.CopyString(body);
                    return JsonDocument.Parse(body.AsMemory(0, size));
                }
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
