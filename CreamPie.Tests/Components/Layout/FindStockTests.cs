using Bunit;
using CreamPie.Core.Storage;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using CreamPie.Web.Components.Layout.Finding;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Components.Layout;

public sealed class FindStockTests : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private SignedIn _browser = null!;

    public async Task InitializeAsync()
    {
        _database = await SeedData.DatabaseAsync(DatabaseProvider.Sqlite, new(2024, 6, 3));
        await _database.AddAsync(
            SeedData.Tracked("AAPL", "Apple Inc."), SeedData.Tracked("MSFT", "Microsoft Corporation"), SeedData.Tracked("AMZN", "Amazon"));
        _browser = await SignedIn.AsAsync(_database);
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Opened_dialog_lists_the_recent_stocks_first()
    {
        var find = _browser.Render<FindStock>();

        await find.InvokeAsync(() => find.Instance.OpenedAsync(["MSFT", "GONE", "<b>", "AAPL"]));

        Assert.Equal(["MSFT", "AAPL"], Symbols(find));
        Assert.Equal("Opened recently", find.Find("ul").GetAttribute("aria-label"));
    }

    [Fact]
    public async Task Typing_finds_once_it_rests_and_arrows_choose()
    {
        var find = await OpenAsync();
        Type(find, "a");
        Assert.Equal(3, Symbols(find).Count);
        await RestAsync(find);
        find.WaitForAssertion(() => Assert.Equal(["AAPL", "AMZN"], Symbols(find)));
        Assert.Equal("true", find.Find("input").GetAttribute("aria-expanded"));

        foreach (var (key, symbol) in new[] { ("ArrowDown", "AMZN"), ("ArrowDown", "AAPL"), ("ArrowUp", "AMZN") })
        {
            await PressAsync(find, key);
            var chosen = find.Find("[aria-selected=true]");
            Assert.Equal(symbol, chosen.QuerySelector("strong")!.TextContent);
            Assert.Equal(chosen.Id, find.Find("input").GetAttribute("aria-activedescendant"));
        }

        await PressAsync(find, "Enter");
        Assert.Equal("stocks/AMZN", Path);
    }

    [Theory]
    [InlineData("corp mic", "stocks/MSFT"), InlineData("msft", "stocks/MSFT"), InlineData("^gspc", "track?symbol=%5EGSPC")]
    [InlineData("no such company", "")]
    public async Task Enter_does_not_wait_for_the_typing_to_rest(string text, string opened)
    {
        var find = await OpenAsync();
        Type(find, text);

        await PressAsync(find, "Enter");

        Assert.Equal(opened, Path);
    }

    [Fact]
    public async Task Click_opens_and_an_empty_result_offers_to_track()
    {
        var find = await OpenAsync();
        Type(find, "gspc");
        await RestAsync(find);
        find.WaitForAssertion(() => Assert.Contains("Nothing here matches “gspc”.", find.Markup, StringComparison.Ordinal));
        Assert.Equal("track?symbol=GSPC", find.Find(".said a").GetAttribute("href"));
        Assert.Equal("false", find.Find("input").GetAttribute("aria-expanded"));
        Assert.Empty(find.FindAll("ul"));

        Type(find, "microsoft");
        await RestAsync(find);
        find.WaitForAssertion(() => Assert.Equal(["MSFT"], Symbols(find)));
        await find.PerformAsync(() => find.Find("li").ClickAsync(new MouseEventArgs()));

        Assert.Equal("stocks/MSFT", Path);
    }

    private string Path => Navigation.ToBaseRelativePath(Navigation.Uri);

    private NavigationManager Navigation => _browser.Services.GetRequiredService<NavigationManager>();

    private async Task<IRenderedComponent<FindStock>> OpenAsync()
    {
        var find = _browser.Render<FindStock>();
        await find.InvokeAsync(() => find.Instance.OpenedAsync([]));
        return find;
    }

    private static void Type(IRenderedComponent<FindStock> find, string text) =>
        find.Perform(() => find.Find("input").Input(text));

    /// <summary>Behind what was typed, in the dispatcher's own order: a pause that has not begun would never end.</summary>
    private Task RestAsync(IRenderedComponent<FindStock> find) =>
        find.InvokeAsync(() => ((FakeTimeProvider)_database.Get<TimeProvider>()).Advance(FindStock.Pause));

    private static Task PressAsync(IRenderedComponent<FindStock> find, string key) =>
        find.PerformAsync(() => find.Find("input").KeyDownAsync(new KeyboardEventArgs { Key = key }));

    private static List<string> Symbols(IRenderedComponent<FindStock> find) =>
        [.. find.FindAll("li strong").Select(s => s.TextContent)];
}
