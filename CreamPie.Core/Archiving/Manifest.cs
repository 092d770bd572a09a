using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Archiving;

/// <summary>
/// What the bytes do not say about themselves: one small JSON file for each archived document, so that the database can
/// be rebuilt from the archive alone.
/// </summary>
/// <param name="Id">The document's.</param>
/// <param name="Symbol">What was asked for, or what the file is named after.</param>
/// <param name="FileName">Of a dropped file.</param>
/// <param name="Url">Of a request, after redirects.</param>
/// <param name="ContentEncoding">Of the bytes as archived.</param>
/// <param name="CapturedAt">UTC; when the source said it, as far as that was known on arrival.</param>
/// <param name="KnownAt">UTC; when it was archived.</param>
public sealed record Manifest(
    int Id,
    SourceName Source,
    string? Symbol,
    string? FileName,
    string? Url,
    int? Status,
    IReadOnlyDictionary<string, string>? Headers,
    string? ContentType,
    string? ContentEncoding,
    DateTime? CapturedAt,
    DateTime KnownAt,
    string Sha256,
    long Bytes)
{
    /// <param name="document">With archived bytes.</param>
    /// <param name="headers">Of the answer; null for a file.</param>
    public static Manifest Of(Document document, IReadOnlyDictionary<string, string>? headers) => new(
        document.Id, document.Source, document.Symbol, document.FileName, document.Url, document.HttpStatus, headers, document.ContentType,
        document.ContentEncoding, document.StatedAt, document.KnownAt!.Value, document.Sha256!, document.Bytes!.Value);
}
