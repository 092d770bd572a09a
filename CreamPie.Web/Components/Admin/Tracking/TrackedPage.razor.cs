using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Market;
using CreamPie.Core.Querying;
using CreamPie.Core.Querying.Changes;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Tracking;
using CreamPie.Web.Components.Shared;
using CreamPie.Web.Components.Stocks.Tracking;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CreamPie.Web.Components.Admin.Tracking;

public sealed partial class TrackedPage
{
    private const int PageSize = 50;

    private static readonly StockStatus[] Statuses =
        [.. Enum.GetValues<StockStatus>().Where(s => s is not (StockStatus.Imported or StockStatus.Retired))];

    [Inject] private StockQuery Stocks { get; set; } = null!;

    [Inject] private Tracker Tracker { get; set; } = null!;

    [Inject] private ManualPulls Pulls { get; set; } = null!;

    [Inject] private IDialogService Dialogs { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "q")] private string? Text { get; set; }

    [SupplyParameterFromQuery(Name = "status")] private string? StatusText { get; set; }

    [SupplyParameterFromQuery(Name = "from")] private string? FromText { get; set; }

    private StockStatus? Status =>
        Enum.TryParse<StockStatus>(StatusText, ignoreCase: true, out var status) && Statuses.Contains(status) ? status : null;

    /// <summary>Position of the page's first stock.</summary>
    private int Start { get; set; }

    // With a text or status filter any stock may join or leave the list.
    protected override bool Concerns(ChangeSet changes) => Text is not null || Status is not null || Value is not { Cursor: not null } page
        || SymbolOrder.Concerns(changes, [.. page.Items.Select(s => s.Symbol)]);

    protected override async Task<ListPage<TrackItem>?> ReadAsync(Caller caller, CancellationToken cancellationToken)
    {
        var start = Math.Max(QueryNumber.Of(FromText) ?? 0, 0);
        var page = await Stocks.TrackedAsync(caller, Text, Status, new PageRequest(PageSize, Cursor.Of(start)), cancellationToken);
        // All of a later page were untracked.
        if (page.Items.Count == 0 && page.Total > 0)
            (start, page) = (0, await Stocks.TrackedAsync(caller, Text, Status, new PageRequest(PageSize), cancellationToken));
        Start = start;
        return page;
    }

    private void Show(string? text, StockStatus? status) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(
            new Dictionary<string, object?> { ["q"] = text, ["status"] = status?.ToString(), ["from"] = null }),
        replace: true);

    private string? PageLink(int start, bool isThere) =>
        isThere ? Navigation.GetUriWithQueryParameter("from", start > 0 ? start : (int?)null) : null;

    private Task PullNowAsync(TrackItem stock) => RunAsync(async (caller, cancellationToken) =>
        await Pulls.RefreshAsync(caller, Symbol.Parse(stock.Symbol), cancellationToken) switch
        {
            RefreshResult.Queued => ActionFeedback.Done($"{stock.Symbol} will be pulled as soon as its source is ready."),
            RefreshResult.StockPaused => ActionFeedback.Failed($"{stock.Symbol} is paused. Reactivate it first."),
            RefreshResult.SourcesStopped => ActionFeedback.Failed($"All sources of {stock.Symbol} are stopped. Resume one under Sources."),
            _ => NotTracked(stock),
        });

    private Task PauseAsync(TrackItem stock) => RunAsync(async (caller, cancellationToken) =>
        await Tracker.PauseAsync(caller, Symbol.Parse(stock.Symbol), cancellationToken)
            ? ActionFeedback.Done($"{stock.Symbol} is paused.")
            : NotTracked(stock));

    private Task ReactivateAsync(TrackItem stock) => RunAsync(async (caller, cancellationToken) =>
        await Tracker.ReactivateAsync(caller, Symbol.Parse(stock.Symbol), cancellationToken)
            ? ActionFeedback.Done($"{stock.Symbol} is active again.")
            : NotTracked(stock));

    private async Task UntrackAsync(TrackItem stock)
    {
        var consequence = (stock.Tracking.Others > 0 ? $"Tracked by {TrackingText.Short(stock.Tracking)}. " : "") + (stock.Bars == 0
            ? "It has no data yet and will be removed."
            : $"Existing data is kept ({DisplayText.Count(stock.Bars)} {(stock.Bars == 1 ? "bar" : "bars")}); updates stop.");
        if (await Dialogs.ShowMessageBoxAsync($"Untrack {stock.Symbol}?", consequence, yesText: "Untrack", cancelText: "Cancel") is true)
            await RunAsync(async (caller, cancellationToken) =>
                await Tracker.UntrackAsync(caller, Symbol.Parse(stock.Symbol), cancellationToken)
                    ? ActionFeedback.Done($"{stock.Symbol} is no longer tracked.")
                    : NotTracked(stock));
    }

    private static ActionFeedback NotTracked(TrackItem stock) => ActionFeedback.Failed($"{stock.Symbol} was no longer tracked.");
}
