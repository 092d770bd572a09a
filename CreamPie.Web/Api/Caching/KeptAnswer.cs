using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace CreamPie.Web.Api.Caching;

/// <summary>An answer as it is sent.</summary>
/// <param name="Tag">What it depends on; another tag makes it stale.</param>
/// <param name="Bytes">Of the body, in <paramref name="Encoding"/>; never changed.</param>
/// <param name="ContentType">With its charset.</param>
/// <param name="Encoding">A Content-Encoding; null for the plain bytes.</param>
internal sealed record KeptAnswer(string Tag, byte[] Bytes, string ContentType, string? Encoding = null)
{
    /// <summary>In bytes; below it, compression gains nothing.</summary>
    public const int SmallestEncoded = 1_024;

    /// <summary>Headers that only this answer has.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Under which a browser stores it; null for no file.</summary>
    public string? FileName { get; init; }

    /// <summary>About what it takes in memory, in bytes.</summary>
    public long Size => Bytes.Length + 1_024;

    /// <summary>What is sent: with its length, and for HEAD without its bytes.</summary>
    public FileContentHttpResult Result(HttpResponse response)
    {
        WriteHeaders(response);
        return TypedResults.File(Bytes, ContentType, FileName);
    }

    /// <summary>The same as a file, of which parts can be requested while it is not compressed.</summary>
    public FileContentHttpResult File(HttpResponse response, string name)
    {
        WriteHeaders(response);
        return TypedResults.File(Bytes, ContentType, name, enableRangeProcessing: Encoding is null, entityTag: EntityTags.Of(Tag));
    }

    private void WriteHeaders(HttpResponse response)
    {
        foreach (var (name, value) in Headers)
            response.Headers[name] = value;
        // An endpoint with several formats has said so.
        if (!response.Headers.GetCommaSeparatedValues(HeaderNames.Vary).Contains(HeaderNames.AcceptEncoding))
            response.Headers.AppendCommaSeparatedValues(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (Encoding is not null)
            response.Headers.ContentEncoding = Encoding;
    }
}
