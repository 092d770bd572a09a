using System.Collections.Concurrent;
using CreamPie.Web.Http;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

/// <summary>A page whose circuit is lost for good loads itself anew, and is as it was.</summary>
[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class KeptPageTests(BrowserFixture browser)
{
    /// <summary>
    /// What Blazor reports: "show" for a lost connection, "hide" when it is back, "rejected" if the server does not know the circuit.
    /// </summary>
    private const string Report =
        "state => document.getElementById('components-reconnect-modal')"
        + ".dispatchEvent(new CustomEvent('components-reconnect-state-changed', { detail: { state } }))";

    private const string Live = "**/healthz/live";

    [BrowserFact]
    public Task Typed_text_cursor_and_scroll_position_outlast_a_lost_circuit() => browser.App.VisitAsync(Visitor.Analyst, async visit =>
    {
        await visit.OpenAsync("/compare?symbols=PIE,LEMN");
        var symbols = visit.Page.GetByLabel("Symbols", new() { Exact = true });
        await symbols.FillAsync("WHSK");
        await symbols.FocusAsync();
        await visit.Page.EvaluateAsync("() => scrollTo(0, 150)");

        await visit.Page.EvaluateAsync("() => { window.beforeLoss = true; }");
        await visit.Page.EvaluateAsync(Report, "rejected");
        await visit.Page.WaitForFunctionAsync("() => !window.beforeLoss");
        await visit.WaitUntilLoadedAsync();

        await Expect(symbols).ToHaveValueAsync("WHSK");
        await Expect(symbols).ToBeFocusedAsync();
        await visit.Page.WaitForFunctionAsync("() => scrollY === 150");
        Assert.Null(await visit.Page.EvaluateAsync<string?>("() => sessionStorage.getItem('creampie-kept')"));
        // The server has heard of the text, too.
        await visit.Button("Add").ClickAsync();
        await visit.Page.WaitForURLAsync("**WHSK**");
    });

    [BrowserFact]
    public Task Passwords_codes_and_untouched_fields_are_not_kept() => browser.App.VisitAsync(Visitor.Analyst, async visit =>
    {
        await visit.OpenAsync("/compare");
        await visit.Page.EvaluateAsync(
            """
            () => document.querySelector('main').insertAdjacentHTML('beforeend',
              '<input class="typed" type="password"><input class="typed" autocomplete="current-password">'
              + '<input class="typed" autocomplete="one-time-code"><input type="hidden" value="secret">'
              + '<input name="untouched" value="secret"><input name="open">')
            """);
        foreach (var field in await visit.Page.Locator(".typed").AllAsync())
            await field.FillAsync("secret");
        await visit.Page.Locator("[name=open]").FillAsync("kept");
        var kept = await visit.Page.EvaluateAsync<string>(
            "async () => { (await import('/kept.js')).keep(); return sessionStorage.getItem('creampie-kept'); }");
        Assert.Contains("\"kept\"", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", kept, StringComparison.Ordinal);
    });

    [BrowserFact]
    public Task What_was_kept_is_for_the_same_address_only() => browser.App.VisitAsync(Visitor.Analyst, async visit =>
    {
        await visit.OpenAsync("/compare");
        await visit.Page.GetByLabel("Symbols", new() { Exact = true }).FillAsync("PIE");
        await visit.Page.EvaluateAsync("async () => (await import('/kept.js')).keep()");

        await visit.OpenAsync("/compare?symbols=LEMN");

        await Expect(visit.Page.GetByLabel("Symbols", new() { Exact = true })).ToHaveValueAsync("");
        Assert.Null(await visit.Page.EvaluateAsync<string?>("() => sessionStorage.getItem('creampie-kept')"));
    });

    [BrowserFact]
    public Task Link_that_is_clicked_while_the_connection_is_lost_opens() => browser.App.VisitAsync(Visitor.Analyst, async visit =>
    {
        await visit.OpenAsync("/stocks");
        await visit.Page.EvaluateAsync(Report, "show");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "PIE", Exact = true }).ClickAsync();
        Assert.EndsWith("/stocks", visit.Page.Url, StringComparison.Ordinal);

        await visit.Page.EvaluateAsync(Report, "rejected");

        await Expect(visit.Page.Locator("h1")).ToContainTextAsync("PIE");
    });

    [BrowserFact]
    public Task Page_of_a_lost_node_moves_to_the_node_that_answers_but_not_twice_a_minute() => browser.App.VisitAsync(
        Visitor.Analyst, async visit =>
    {
        await visit.OpenAsync("/stocks");
        await visit.Page.RouteAsync(Live, route => AnswerAsync(route, Guid.NewGuid().ToString()));
        await visit.Page.EvaluateAsync("() => { window.beforeLoss = true; }");

        await visit.Page.EvaluateAsync(Report, "show");

        await visit.Page.WaitForFunctionAsync("() => !window.beforeLoss");
        await visit.WaitUntilLoadedAsync();
        Assert.Empty(await NavigationsAsync(visit, () => visit.Page.EvaluateAsync(Report, "show")));
    });

    /// <summary>Any answer of its own node is enough: a proxy sends each request to another one.</summary>
    [BrowserFact]
    public Task Page_waits_for_its_own_node_while_that_one_answers() => browser.App.VisitAsync(Visitor.Analyst, async visit =>
    {
        await visit.OpenAsync("/stocks");
        var own = await visit.Page.Locator("main").GetAttributeAsync("data-node");
        Assert.Equal(own, await visit.Page.EvaluateAsync<string>(
            "async name => (await fetch('healthz/live')).headers.get(name)", Health.NodeHeader));
        var asked = 0;
        await visit.Page.RouteAsync(
            Live, route => AnswerAsync(route, Interlocked.Increment(ref asked) == 3 ? own! : Guid.NewGuid().ToString()));

        Assert.Empty(await NavigationsAsync(visit, () => visit.Page.EvaluateAsync(Report, "show")));
        Assert.Equal(4, asked);
    });

    private static Task AnswerAsync(IRoute route, string node) => route.FulfillAsync(
        new() { Body = "Healthy", Headers = new Dictionary<string, string> { [Health.NodeHeader] = node } });

    /// <summary>What the page asks for to load itself anew, until it has answers to what it asks now and to a further request.</summary>
    private static async Task<IReadOnlyList<string>> NavigationsAsync(BrowserSession visit, Func<Task> act)
    {
        var navigations = new ConcurrentQueue<string>();
        visit.Page.Request += (_, request) =>
        {
            if (request.IsNavigationRequest)
                navigations.Enqueue(request.Url);
        };
        await act();
        for (var i = 0; i < 10; i++)
            await visit.Page.EvaluateAsync("async () => (await fetch('healthz/ready')).status");
        return [.. navigations];
    }

    [BrowserFact]
    public Task What_was_typed_into_a_lost_connection_is_told_when_it_is_back() => browser.App.VisitAsync(Visitor.Analyst, async visit =>
    {
        await visit.OpenAsync("/stocks");
        await visit.Page.EvaluateAsync(Report, "show");
        await visit.Page.GetByRole(AriaRole.Searchbox).FillAsync("no such stock");
        await visit.Page.EvaluateAsync(Report, "hide");

        await Expect(visit.Page.GetByText("No stocks match")).ToBeVisibleAsync();
    });
}
