using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class SearchTests(BrowserFixture browser)
{
    [BrowserFact]
    public Task Slash_and_Control_K_open_the_search_and_Enter_opens_the_stock() => VisitAsync(Screen.Wide, async visit =>
    {
        await visit.OpenAsync("/track");
        await Dialog(visit).WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        // The page's own field has the focus: there a slash is a slash.
        await visit.Page.Keyboard.PressAsync("/");
        await Expect(visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Symbol" })).ToHaveValueAsync("/");
        await visit.Page.Keyboard.PressAsync("Control+k");
        await Expect(Field(visit)).ToBeFocusedAsync();
        await visit.Page.Keyboard.TypeAsync("pi");
        await Expect(Options(visit).First).ToContainTextAsync("PIE");
        await visit.AssertAccessibleAsync();
        await visit.GoDarkAsync();
        await visit.AssertAccessibleAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page.Locator("h1")).ToContainTextAsync("PIE");
        await Expect(Dialog(visit)).ToBeHiddenAsync();
        await visit.WaitUntilLoadedAsync();

        await visit.Page.Keyboard.PressAsync("/");
        await Expect(Field(visit)).ToBeFocusedAsync();
        await Expect(Options(visit).First).ToContainTextAsync("PIE");
        await Expect(Dialog(visit).GetByRole(AriaRole.Listbox, new() { Name = "Opened recently" })).ToBeVisibleAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(Dialog(visit)).ToBeHiddenAsync();
    });

    [BrowserFact]
    public Task Arrows_choose_among_the_stocks_found() => VisitAsync(Screen.Wide, async visit =>
    {
        await visit.OpenAsync("/stocks");
        await visit.Page.Keyboard.PressAsync("/");
        await Expect(Options(visit).Nth(1)).ToBeVisibleAsync();
        var second = await Options(visit).Nth(1).Locator("strong").InnerTextAsync();
        await visit.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(Options(visit).Nth(1)).ToHaveAttributeAsync("aria-selected", "true");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page.Locator("h1")).ToContainTextAsync(second);
        await visit.WaitUntilLoadedAsync();
    });

    [BrowserFact]
    public Task On_a_phone_the_button_opens_the_search_and_an_unknown_symbol_can_be_tracked() => VisitAsync(Screen.Phone, async visit =>
    {
        await visit.OpenAsync("/stocks");
        await visit.Button("Find a stock").TapAsync();
        await Field(visit).FillAsync("zzzz");
        await Expect(Dialog(visit)).ToContainTextAsync("Nothing here matches");
        Assert.Equal(0, await visit.OverflowAsync());
        await visit.AssertAccessibleAsync();
        await Dialog(visit).GetByRole(AriaRole.Link, new() { Name = "Track ZZZZ" }).TapAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Symbol" })).ToHaveValueAsync("ZZZZ");
        await Expect(Dialog(visit)).ToBeHiddenAsync();
    });

    [BrowserFact]
    public Task Brackets_go_to_the_neighbouring_stocks() => VisitAsync(Screen.Wide, async visit =>
    {
        await visit.OpenAsync("/stocks");
        var symbols = await visit.Page.Locator("tbody th").AllInnerTextsAsync();
        await visit.OpenAsync($"/stocks/{symbols[0]}");
        await Expect(visit.Link("Next stock")).ToBeVisibleAsync();
        await Expect(visit.Link("Previous stock")).ToHaveCountAsync(0);
        await visit.Page.Keyboard.PressAsync("]");
        await Expect(visit.Page.Locator("h1")).ToContainTextAsync(symbols[1]);
        await Expect(visit.Link("Previous stock")).ToBeVisibleAsync();
        await visit.Page.Keyboard.PressAsync("[");
        await Expect(visit.Page.Locator("h1")).ToContainTextAsync(symbols[0]);
        await visit.WaitUntilLoadedAsync();
    });

    [BrowserFact]
    public Task Every_column_of_the_list_sorts_by_its_header() => VisitAsync(Screen.Wide, async visit =>
    {
        await visit.OpenAsync("/stocks");
        var heads = visit.Page.Locator("thead th");
        foreach (var at in Enumerable.Range(0, await heads.CountAsync()).Reverse())
        {
            await heads.Nth(at).GetByRole(AriaRole.Link).ClickAsync();
            await Expect(heads.Nth(at)).ToHaveAttributeAsync("aria-sort", new System.Text.RegularExpressions.Regex("^(asc|desc)ending$"));
        }
        Assert.Equal(8, await heads.CountAsync());
    });

    private static ILocator Dialog(BrowserSession visit) => visit.Page.Locator("dialog.find");

    private static ILocator Field(BrowserSession visit) => Dialog(visit).GetByRole(AriaRole.Combobox);

    private static ILocator Options(BrowserSession visit) => Dialog(visit).GetByRole(AriaRole.Option);

    private Task VisitAsync(Screen screen, Func<BrowserSession, Task> act) => browser.App.VisitAsync(Visitor.Analyst, screen, act);
}
