using System.Globalization;
using System.Text;
using CreamPie.Core.Accounts;
using CreamPie.Core.Querying.Auditing;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Api.Contract;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CreamPie.Web.Api;

/// <summary>Who did what, for admins.</summary>
internal static class AuditApi
{
    public static void MapAudit(this IEndpointRouteBuilder app) => app.MapGet("/api/users/audit", EntriesAsync).ForAdmins()
        .WithTags("Users")
        .Named(
            "ListAudit", "The audit",
            "Who did what, from where, when and with what outcome, newest first; as JSON pages, or all of it as CSV.")
        .Produces<AuditPage>(StatusCodes.Status200OK, "application/json", "text/csv");

    private static async Task<Results<Ok<AuditPage>, PushStreamHttpResult, ProblemHttpResult>> EntriesAsync(
        [FromQuery, Text("somebody@example.org")] string? user, [FromQuery, WordsOf<AuditAction>] string? action,
        [FromQuery, WordsOf<AuditOutcome>] string? outcome, [FromQuery, Day] string? from, [FromQuery, Day] string? to,
        [FromQuery, Text] string? query, [FromQuery, Words("json", "json", "csv")] string? format, [AsParameters] PageParameters paging,
        HttpContext context, Caller caller, AuditQuery audit, CancellationToken cancellationToken)
    {
        var text = new QueryText();
        var filter = new AuditFilter(
            string.IsNullOrWhiteSpace(user) ? null : user.Trim(),
            text.Word<AuditAction>("action", action), text.Word<AuditOutcome>("outcome", outcome), text.Day("from", from),
            text.Day("to", to), string.IsNullOrWhiteSpace(query) ? null : query.Trim());
        var page = text.Page(paging);
        if (!string.IsNullOrEmpty(format) && format is not ("json" or "csv"))
            text.Refuse("format", "format must be json or csv.");
        if (text.Problem is not null)
            return text.Problem;
        context.Response.Headers.CacheControl = "no-store";
        if (format == "csv")
        {
            return TypedResults.Stream(
                stream => WriteAsync(stream, audit.ExportAsync(caller, filter, cancellationToken), cancellationToken),
                "text/csv; charset=utf-8", "audit.csv");
        }
        var entries = await audit.EntriesAsync(caller, filter, page, cancellationToken);
        return TypedResults.Ok(entries with { Next = QueryText.Next(context.Request, entries.Cursor) });
    }

    private static async Task WriteAsync(Stream stream, IAsyncEnumerable<AuditItem> entries, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        await writer.WriteAsync(CsvText.Line("Time", "User", "Action", "Outcome", "Target", "Detail", "Address", "Id"));
        await foreach (var e in entries.WithCancellation(cancellationToken))
        {
            await writer.WriteAsync(CsvText.Line(
                CsvText.Instant(e.At), e.User, e.Action.ToString(), e.Outcome.ToString(), e.Target, e.Detail, e.Address,
                e.Id.ToString(CultureInfo.InvariantCulture)));
        }
    }
}
