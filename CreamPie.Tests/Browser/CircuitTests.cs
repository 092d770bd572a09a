namespace CreamPie.Tests.Browser;

[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class CircuitTests(BrowserFixture browser)
{
    public static TheoryData<string> Anonymous() => new(ProductPage.All.Where(p => p.Visitor == Visitor.Anonymous).Select(p => p.Name));

    [BrowserTheory, MemberData(nameof(Anonymous))]
    public Task Anonymous_visitor_has_no_circuit_and_only_the_script_of_passkeys(string name) => browser.App.VisitAsync(
        Visitor.Anonymous, async visit =>
    {
        await visit.OpenAsync(ProductPage.Named(name));
        // A passkey is asked for by the browser: no form can.
        Assert.All(visit.Scripts, script => Assert.Contains("/passkeys.", script, StringComparison.Ordinal));
        Assert.Empty(visit.Sockets);
    });

    [BrowserFact]
    public Task Signed_in_visitor_has_one_circuit() => browser.App.VisitAsync(Visitor.Analyst, async visit =>
    {
        await visit.OpenAsync(ProductPage.Named("stocks"));
        Assert.NotEmpty(visit.Scripts);
        // What a negotiation gives out, and only the node that gave it out knows.
        Assert.EndsWith("/_blazor", Assert.Single(visit.Sockets), StringComparison.Ordinal);
    });
}
