using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion.DeadLetters;
using CreamPie.Core.Querying;
using CreamPie.Core.Querying.Changes;
using CreamPie.Core.Querying.Documents;
using CreamPie.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace CreamPie.Web.Components.Admin.FailedDocuments;

public sealed partial class FailedDocumentsPage
{
    private const int PageSize = 25;

    [Inject] private DocumentQuery Query { get; set; } = null!;

    [Inject] private DeadLetterRetries DeadLetters { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "before")] private string? BeforeText { get; set; }

    private int? Before => QueryNumber.Of(BeforeText);

    protected override bool Concerns(ChangeSet changes) => changes.Documents.Count > 0;

    protected override async Task<ListPage<DeadLetterItem>?> ReadAsync(Caller caller, CancellationToken cancellationToken)
    {
        var page = await Query.DeadLettersAsync(
            caller, new PageRequest(PageSize, Before is > 0 ? Cursor.Of(Before.Value) : null), cancellationToken);
        // All of an older page were retried: go to the newest.
        return page.Items.Count == 0 && page.Total > 0
            ? await Query.DeadLettersAsync(caller, new PageRequest(PageSize), cancellationToken)
            : page;
    }

    private string? PageLink(int? before, bool isThere) => isThere ? Navigation.GetUriWithQueryParameter("before", before) : null;

    private Task RetryAsync(DeadLetterItem letter) => RunAsync(async (caller, cancellationToken) =>
        RetryTexts.Of(await DeadLetters.RetryAsync(caller, letter.Document.Id, cancellationToken), letter.Document));

    private Task RetryAllAsync(IReadOnlyList<DeadLetterItem> shown) => RunAsync(async (caller, cancellationToken) =>
        RetryTexts.Of(await DeadLetters.RetryAllAsync(caller, [.. shown.Select(l => l.Document.Id)], cancellationToken), shown.Count));
}
