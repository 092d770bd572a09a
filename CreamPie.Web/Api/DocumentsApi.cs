using CreamPie.Core.Accounts;
using CreamPie.Core.Archiving;
using CreamPie.Core.Ingestion.DeadLetters;
using CreamPie.Core.Querying;
using CreamPie.Core.Querying.Documents;
using CreamPie.Core.Storage.Tables;
using CreamPie.Web.Api.Contract;
using CreamPie.Web.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CreamPie.Web.Api;

/// <summary>The documents behind the bars: their state, attempts and content.</summary>
internal static class DocumentsApi
{
    public static void MapDocuments(this RouteGroupBuilder group)
    {
        var documents = group.MapGroup("/documents");
        documents.MapGet("", DocumentsAsync).ForAdmins()
            .Named("ListDocuments", "Documents", "Requests and files, newest first; filtered by symbol and state.");
        documents.MapGet("/{id:int}", DocumentAsync)
            .Named("GetDocument", "One document", "Its state, and why it failed.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        documents.MapGet("/{id:int}/parsed", ParsedAsync)
            .Named(
                "GetParsedDocument", "What a document says",
                "What the current parser reads from it: rows in document order, actions, errors, findings.")
            .Heavy()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status410Gone);
        documents.MapGet("/{id:int}/raw", RawAsync).Heavy()
            .Named("GetRawDocument", "The bytes of a document", "Exactly as received (gzip stays gzip), as a file.")
            .Produces<Stream>(StatusCodes.Status200OK, "application/octet-stream")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status410Gone);
        documents.MapPost("/{id:int}/retry", RetryAsync).ForAdmins()
            .Named(
                "RetryDocument", "Retry a failed document",
                "From its archived bytes if there are any, else by repeating the request.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    public static Accepted<DocumentItem> Accepted(Document document) =>
        TypedResults.Accepted(StockDataPath.Document(document.Id), DocumentItem.Of(document));

    private static async Task<Results<Ok<ListPage<DocumentItem>>, ProblemHttpResult>> DocumentsAsync(
        [FromQuery, SymbolText] string? symbol, [FromQuery, WordsOf<DocumentState>] string? state, [AsParameters] PageParameters paging,
        HttpRequest request, Caller caller, DocumentQuery query, CancellationToken cancellationToken)
    {
        var text = new QueryText();
        var only = text.Symbol("symbol", symbol);
        var inState = text.Word<DocumentState>("state", state);
        var page = text.Page(paging);
        if (text.Problem is not null)
            return text.Problem;
        var documents = await query.DocumentsAsync(caller, only, inState, page, cancellationToken);
        return TypedResults.Ok(documents with { Next = QueryText.Next(request, documents.Cursor) });
    }

    private static async Task<Results<Ok<DocumentItem>, ProblemHttpResult>> DocumentAsync(
        int id, Caller caller, DocumentQuery query, CancellationToken cancellationToken) =>
        await query.DocumentAsync(caller, id, cancellationToken) is { } document ? TypedResults.Ok(document) : Unknown(id);

    private static async Task<Results<Ok<ParsedView>, ProblemHttpResult>> ParsedAsync(
        int id, [FromQuery, WholeNumber(1, ParsedQuery.MaxRows, ParsedQuery.MaxRows)] string? limit, [FromQuery, Text] string? cursor,
        HttpRequest request, Caller caller, DocumentQuery documents, ParsedQuery query, CancellationToken cancellationToken)
    {
        var text = new QueryText();
        var page = text.Page(limit, cursor, ParsedQuery.MaxRows, ParsedQuery.MaxRows);
        if (text.Problem is not null)
            return text.Problem;
        if (await query.ParsedAsync(caller, id, page, cancellationToken) is { } parsed)
            return TypedResults.Ok(parsed with { Next = QueryText.Next(request, parsed.Cursor) });
        return await documents.DocumentAsync(caller, id, cancellationToken) is { } document ? NoBytes(document) : Unknown(id);
    }

    private static async Task<Results<Accepted<DocumentItem>, ProblemHttpResult>> RetryAsync(
        int id, Caller caller, DeadLetterRetries deadLetters, DocumentQuery query, CancellationToken cancellationToken)
    {
        var result = await deadLetters.RetryAsync(caller, id, cancellationToken);
        if (await query.DocumentAsync(caller, id, cancellationToken) is not { } document)
            return Unknown(id);
        if (result == RetryResult.Queued)
            return TypedResults.Accepted(StockDataPath.Document(id), document);
        return Problems.Conflict(
            CodeOf(result),
            RetryRefusals.Of(result, document.Symbol ?? "The stock", document.Source.ToString())
                ?? $"Document {id} is {document.State}: only Quarantined or Dead documents can be retried.");
    }

    private static string CodeOf(RetryResult refusal) => refusal switch
    {
        RetryResult.StockPaused => "stockPaused",
        RetryResult.StockNotTracked => "notTracked",
        RetryResult.SourceStopped => "sourceStopped",
        RetryResult.SourceNotInstalled => "sourceNotInstalled",
        _ => "notDeadLetter",
    };

    /// <summary>Untrusted bytes: never rendered in our origin, whatever type they claim.</summary>
    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> RawAsync(
        int id, HttpResponse response, Caller caller, DocumentQuery query, CancellationToken cancellationToken)
    {
        var document = await query.DocumentAsync(caller, id, cancellationToken);
        if (document is null)
            return Unknown(id);
        try
        {
            if (await query.RawAsync(caller, id, cancellationToken) is not { } raw)
                return NoBytes(document);
            response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
            response.Headers.XContentTypeOptions = "nosniff";
            return TypedResults.File(raw.Content, "application/octet-stream", raw.FileName);
        }
        catch (ArchiveCorruptException e)
        {
            return Problems.Of(StatusCodes.Status500InternalServerError, "archiveCorrupt", e.Message);
        }
    }

    private static ProblemHttpResult NoBytes(DocumentItem document) => document.BytesRemoved is { } removed
        ? Problems.Of(StatusCodes.Status410Gone, "bytesRemoved", removed)
        : Problems.NotFound("notArchived", $"Document {document.Id} has no archived bytes yet.");

    private static ProblemHttpResult Unknown(int id) => Problems.NotFound("unknownDocument", $"There is no document {id}.");
}
