using System.Globalization;
using CreamPie.Core.Accounts;
using CreamPie.Core.Querying;
using CreamPie.Core.Querying.Changes;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace CreamPie.Web.Components.Stocks.Overview;

public sealed partial class StocksPage
{
    /// <summary>Every column sorts.</summary>
    private static readonly (string Label, StockOrder By, string? Style)[] Columns =
    [
        ("Symbol", StockOrder.Symbol, null), ("Name", StockOrder.Name, null), ("Last", StockOrder.Last, "number"),
        ("Change", StockOrder.Change, "number"), ($"{CardQuery.Sessions} sessions", StockOrder.Trend, null),
        ("Last bar", StockOrder.LastBar, null), ("Status", StockOrder.Status, null), ("Last pull", StockOrder.LastPull, null),
    ];

    private readonly SearchText _search = new();
    private HashSet<string> _fresh = [];
    private string? _text;
    private string? _address;
    private int _page = 1;

    [Inject] private CardQuery Query { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private IJSRuntime Browser { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "q")] private string? Q { get; set; }

    /// <summary>A <see cref="StockOrder"/> (symbol, lastbar), with a minus for descending; anything else sorts by match.</summary>
    [SupplyParameterFromQuery(Name = "sort")] private string? Sort { get; set; }

    [SupplyParameterFromQuery(Name = "page")] private string? PageText { get; set; }

    private string? Wanted => string.IsNullOrWhiteSpace(_text) ? null : _text;

    private (StockOrder? By, bool IsDescending) Order =>
        Enum.TryParse<StockOrder>(Sort?.TrimStart('-'), ignoreCase: true, out var by) && Enum.IsDefined(by)
            ? (by, Sort!.StartsWith('-'))
            : (Wanted is null ? StockOrder.Symbol : null, false);

    private int Pages => ((Value?.Total ?? 0) + CardRequest.PageSize - 1) / CardRequest.PageSize;

    private int Shows => Math.Clamp(_page, 1, Math.Max(1, Pages));

    protected override async Task OnParametersSetAsync()
    {
        var before = Value is null ? null : (int?)_page;
        if (!_search.IsOurs(Q))
        {
            _text = Q;
            _page = int.TryParse(PageText, NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? page : 1;
            _address = Link(page: _page);
        }
        await base.OnParametersSetAsync();
        // The next page is read from its first row on.
        if (before is not null && before != _page)
            await Browser.InvokeVoidAsync("creampie.toTop", Gone);
    }

    // Only sorted by symbol does a page's set of stocks stay: any load may change names and changes.
    protected override bool Concerns(ChangeSet changes) =>
        Order.By != StockOrder.Symbol || Wanted is not null || Value is not { } page || Shows >= Pages
        || SymbolOrder.Concerns(changes, [.. page.Items.Select(c => c.Symbol)], Order.IsDescending);

    protected override async Task<ListPage<StockCard>?> ReadAsync(Caller caller, CancellationToken cancellationToken)
    {
        var cards = await Query.CardsAsync(caller, new(Wanted, Order.By, Order.IsDescending, _page), cancellationToken);
        var before = Value?.Items.ToDictionary(c => c.Symbol, c => c.Last);
        var changed = cards.Items
            .Where(c => before is not null && before.TryGetValue(c.Symbol, out var last) && last != c.Last);
        _fresh = [.. changed.Select(c => c.Symbol)];
        return cards;
    }

    private Task SearchAsync()
    {
        _page = 1;
        if (Link() is var address && address != _address)
        {
            _search.Went(Wanted);
            _address = address;
            Navigation.NavigateTo(address, replace: true);
        }
        return RefreshAsync();
    }

    /// <summary>Enter opens the stock if the text identifies one.</summary>
    private async Task OpenAsync(KeyboardEventArgs key)
    {
        if (key.Key != "Enter" || Wanted is not { } text)
            return;
        await RefreshAsync();
        var meant = Value?.Items.FirstOrDefault(c => c.Symbol.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase))
            ?? (Value?.Total == 1 ? Value.Items[0] : null);
        if (meant is not null)
            Navigation.NavigateTo(StockLinks.Chart(meant.Symbol));
    }

    /// <summary>A click sorts by a column, a second one reverses it; numbers and days start with the highest.</summary>
    private string SortLink(StockOrder by)
    {
        var isDescending = Order.By == by ? !Order.IsDescending : by is not (StockOrder.Symbol or StockOrder.Name or StockOrder.Status);
        return Link((isDescending ? "-" : "") + by.ToString().ToLowerInvariant());
    }

    private static string Direction(StockCard stock) => stock.Change switch { > 0 => "up", < 0 => "down", _ => "flat" };

    private string? Sorted(StockOrder by) => Order.By != by ? null : Order.IsDescending ? "descending" : "ascending";

    private string Link(string? sort = null, int page = 1) => Navigation.GetUriWithQueryParameters(
        "stocks",
        new Dictionary<string, object?>
        {
            ["q"] = Wanted,
            ["sort"] = sort ?? Sort,
            ["page"] = page > 1 ? page : null,
        });
}
