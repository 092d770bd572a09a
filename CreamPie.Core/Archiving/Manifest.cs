using System.Text.Json.Serialization;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Archiving;

/// <summary>
/// Metadata of archived bytes: one small JSON file for each document, so that the database can be rebuilt from the
/// archive alone.
/// </summary>
/// <param name="Id">Id of the document.</param>
/// <param name="Source">Where it is from.</param>
/// <param name="Symbol">The requested symbol, or the one in the file name; null if the file name has none.</param>
/// <param name="FileName">Name of a dropped file; null for a request.</param>
/// <param name="Url">Final URL of a request after redirects; null for a file.</param>
/// <param name="Status">HTTP status; null for a file.</param>
/// <param name="Headers">Response headers, without cookies and secrets; null for a file.</param>
/// <param name="ContentType">Content-Type header; null for a file.</param>
/// <param name="ContentEncoding">Coding of the archived bytes: gzip, or null.</param>
/// <param name="CapturedAt">UTC; from the Date header or the file name, null if neither has one.</param>
/// <param name="KnownAt">UTC; when it was archived.</param>
/// <param name="Sha256">SHA-256 of the archived bytes, lower-case hex.</param>
/// <param name="Bytes">Size of the archived bytes.</param>
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
    /// <summary>First requested day; null for the full history, for a file, and in a manifest of an older version.</summary>
    public DateOnly? FromDay { get; init; }

    /// <summary>UTC; when the retention policy gave up the bytes. Null while they are kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? BytesRemovedAt { get; init; }

    /// <summary>Days that the source's documents were kept then; null while the bytes are kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? KeptDays { get; init; }

    /// <summary>The manifest of a document.</summary>
    /// <param name="document">With archived bytes.</param>
    /// <param name="headers">Response headers; null for a file.</param>
    public static Manifest Of(Document document, IReadOnlyDictionary<string, string>? headers) => new(
        document.Id, document.Source, document.Symbol, document.FileName, document.Url, document.HttpStatus, headers, document.ContentType,
        document.ContentEncoding, document.StatedAt, document.KnownAt!.Value, document.Sha256!, document.Bytes!.Value)
    {
        FromDay = document.FromDay,
        BytesRemovedAt = document.BytesRemovedAt,
        KeptDays = document.KeptDays,
    };
}
