using Bunit;
using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Core.Tracking;
using CreamPie.Tests.Support;
using CreamPie.Web.Components.Stocks.Detail;
using CreamPie.Web.Components.Stocks.Tracking;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.Components.Stocks;

/// <summary>Who tracks a stock, on its page.</summary>
public sealed class TrackedByLineTests : IAsyncLifetime
{
    private static readonly Symbol Tsla = Symbol.Parse("TSLA");
    private static readonly Caller Bob = new("bob", "bob@example.org", new HashSet<string> { Roles.Analyst });

    private TestDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(
            DatabaseProvider.Sqlite, configure: services => services.AddScoped<RequestedSymbols>());
        await using var db = _database.Open();
        db.Users.Add(new AppUser { Id = Bob.Id, UserName = Bob.Name, Email = Bob.Name });
        await db.SaveChangesAsync();
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Analyst_joins_another_and_stops_again()
    {
        await TrackAsync(Bob);
        await using var browser = await SignedIn.AsAsync(_database);
        var page = Open(browser);
        page.WaitForAssertion(() => Assert.Equal("Tracked by 1 other.", Sentence(page)));
        Assert.DoesNotContain(Bob.Name, page.Markup, StringComparison.Ordinal);

        await PressAsync(page, "Track TSLA");
        page.WaitForAssertion(() => Assert.StartsWith("Tracked by you and 1 other. You since ", Sentence(page), StringComparison.Ordinal));
        await PressAsync(page, "Stop tracking TSLA");

        page.WaitForAssertion(() => Assert.Equal("Tracked by 1 other.", Sentence(page)));
    }

    [Fact]
    public async Task Stock_of_the_house_asks_nobody_to_track_it()
    {
        await TrackAsync(Caller.System);
        await using var browser = await SignedIn.AsAsync(_database);
        var page = Open(browser);
        page.WaitForAssertion(() => Assert.Equal("Tracked for everyone.", Sentence(page)));
        Assert.Empty(page.FindAll(".tracked-by button"));
    }

    [Fact]
    public async Task Admin_reads_who_tracks_it()
    {
        await TrackAsync(Bob);
        await using var browser = await SignedIn.AsAsync(_database, Roles.Admin);
        var page = Open(browser);
        page.WaitForAssertion(() => Assert.Equal("Tracked by bob@example.org.", Sentence(page)));
    }

    [Fact]
    public async Task Symbol_beyond_the_days_limit_is_refused_with_a_sentence()
    {
        _database.Get<IOptions<TrackingOptions>>().Value.SymbolsPerDay = 1;
        await using var browser = await SignedIn.AsAsync(_database);
        var page = browser.Render<TrackPage>();
        foreach (var symbol in new[] { "AAA", "BBB" })
        {
            page.Perform(() => page.Find("input").Input(symbol));
            await page.PerformAsync(() => page.Find("form").SubmitAsync());
        }
        page.WaitForAssertion(() => Assert.StartsWith(
            "You have started tracking 1 symbol today, the limit for one person. You can track more from 00:00 UTC",
            page.Find("#problem").TextContent,
            StringComparison.Ordinal));
    }

    private Task TrackAsync(Caller caller) => _database.Get<Tracker>().TrackAsync(caller, Tsla, CancellationToken.None);

    private static IRenderedComponent<StockPage> Open(SignedIn browser) =>
        browser.Render<StockPage>(page => page.Add(p => p.SymbolText, "TSLA"));

    private static string Sentence(IRenderedComponent<StockPage> page) => page.Find(".tracked-by .soft").TextContent.Trim();

    private static Task PressAsync(IRenderedComponent<StockPage> page, string button) =>
        page.PerformAsync(() => page.Find($"button[aria-label='{button}']").ClickAsync(new()));
}
