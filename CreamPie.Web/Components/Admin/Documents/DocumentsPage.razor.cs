using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Querying;
using CreamPie.Core.Querying.Changes;
using CreamPie.Core.Querying.Documents;
using CreamPie.Core.Storage.Tables;
using CreamPie.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace CreamPie.Web.Components.Admin.Documents;

public sealed partial class DocumentsPage
{
    private const int PageSize = 50;

    private static readonly ListPage<DocumentItem> Nothing = new([], 0, null, null);

    [Inject] private DocumentQuery Query { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "symbol")] private string? SymbolText { get; set; }

    [SupplyParameterFromQuery(Name = "state")] private string? StateText { get; set; }

    [SupplyParameterFromQuery(Name = "before")] private string? BeforeText { get; set; }

    private int? Before => QueryNumber.Of(BeforeText);

    private DocumentState? State =>
        Enum.TryParse<DocumentState>(StateText, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : null;

    private Symbol? Symbol => CreamPie.Core.Market.Symbol.TryParse(SymbolText, out var symbol) ? symbol : null;

    /// <summary>Counts of the requested symbol, whatever state is selected.</summary>
    private IReadOnlyList<StateCount> States { get; set; } = [];

    /// <summary>True if the requested text is no symbol, so that no document has it.</summary>
    private bool IsNoSymbol => SymbolText is not null && Symbol is null;

    protected override bool Concerns(ChangeSet changes) =>
        Symbol is { } only ? changes.Symbols.Contains(only.Value) : changes.Documents.Count > 0;

    protected override async Task<ListPage<DocumentItem>?> ReadAsync(Caller caller, CancellationToken cancellationToken)
    {
        States = IsNoSymbol ? [] : await Query.StatesAsync(caller, Symbol, cancellationToken);
        if (IsNoSymbol)
            return Nothing;
        var page = await Query.DocumentsAsync(
            caller, Symbol, State, new PageRequest(PageSize, Before is > 0 ? Cursor.Of(Before.Value) : null), cancellationToken);
        // No document is that old.
        return page.Items.Count == 0 && page.Total > 0
            ? await Query.DocumentsAsync(caller, Symbol, State, new PageRequest(PageSize), cancellationToken)
            : page;
    }

    private void Show(string? symbol, DocumentState? state) => Navigation.NavigateTo(Link(symbol, state), replace: true);

    private string Link(string? symbol, DocumentState? state) => Navigation.GetUriWithQueryParameters(
        new Dictionary<string, object?> { ["symbol"] = symbol, ["state"] = state?.ToString(), ["before"] = null });

    private string StateLink(DocumentState state) => Link(SymbolText, state);

    private string? PageLink(int? before, bool isThere) => isThere ? Navigation.GetUriWithQueryParameter("before", before) : null;
}
