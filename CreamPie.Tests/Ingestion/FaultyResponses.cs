using System.IO.Compression;
using System.Text;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Ingestion;

/// <summary>Each way in which a response for a page goes wrong, by name or by status.</summary>
internal static class FaultyResponses
{
    public static byte[] Of(string fault, byte[] page) => fault switch
    {
        "closed" => [],
        "length" => RawHttpServer.Raw(200, page[..^1], $"Content-Length: {page.Length}"),
        "chunk" => RawHttpServer.Raw(
            200, [.. Encoding.ASCII.GetBytes($"{page.Length:x}\r\n"), .. page, .. "\r\n"u8], "Transfer-Encoding: chunked"),
        "gzip" => RawHttpServer.Answer(200, Zipped(page)[..^40], "Content-Encoding: gzip"),
        "gzip trailer" => RawHttpServer.Raw(200, Zipped(page)[..^1], "Content-Encoding: gzip"),
        "no end" => RawHttpServer.Raw(200, page[..^8]),
        "right back" => RawHttpServer.Answer(200, "<html><h1>Will be right back...</h1></html>"u8.ToArray()),
        "consent" => RawHttpServer.Answer(200, "<html><form class='consent-form' action=''></form></html>"u8.ToArray()),
        "challenge" => RawHttpServer.Answer(200, "<html><title>Just a moment...</title></html>"u8.ToArray()),
        "to consent" => RawHttpServer.Answer(302, [], "Location: https://guce.yahoo.com/consent"),
        _ => RawHttpServer.Answer(int.Parse(fault, System.Globalization.CultureInfo.InvariantCulture), []),
    };

    private static byte[] Zipped(byte[] page)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(page);
        return packed.ToArray();
    }
}
