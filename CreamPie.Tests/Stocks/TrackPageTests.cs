using System.Text;
using Bunit;
using CreamPie.Core.Database;
using CreamPie.Core.Querying;
using CreamPie.Core.Tracking;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Parsing;
using CreamPie.Tests.Support;
using CreamPie.Web.Components.Shared;
using CreamPie.Web.Components.Stocks;
using CreamPie.Web.Components.Stocks.BarProvenance;
using CreamPie.Web.Components.Stocks.Detail;
using CreamPie.Web.Components.Stocks.Overview;
using CreamPie.Web.Components.Stocks.PullState;
using CreamPie.Web.Components.Stocks.Tracking;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Stocks;

public sealed class TrackPageTests : IAsyncLifetime
{
    private IngestionRig _rig = null!;
    private SignedIn _browser = null!;

    public async Task InitializeAsync()
    {
        _rig = await IngestionRig.StartAsync(DatabaseProvider.Sqlite, services => services.AddScoped<RequestedSymbols>());
        _browser = await SignedIn.AsAsync(_rig.Database);
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task A_symbol_is_tracked_and_its_pull_watched_to_its_bars()
    {
        _rig.Serve("BRK-B", Encoding.UTF8.GetBytes(HandWritten.Page(HandWritten.Table(), "BRK-B")));
        var page = _browser.Render<Track>();
        Hand.Does(() => page.Find("input").Input(" brk-b "));

        await Hand.DoesAsync(() => page.Find("form").SubmitAsync());
        page.WaitForAssertion(() => Assert.Equal("now Planned|ahead Fetched|ahead Archived|ahead Loaded", Steps(page)));
        Assert.Equal(StockStatus.Pending, (await _rig.StockAsync("BRK-B"))!.Status);
        Assert.Equal("", page.Find("input").GetAttribute("value") ?? "");

        await LookAsync();
        await _rig.RunAsync();
        await LookAsync();

        page.WaitForAssertion(() => Assert.Equal("done Planned|done Fetched|done Archived|done Loaded", Steps(page)));
        Assert.Contains("2 bars", Sentence(page), StringComparison.Ordinal);
        Assert.Contains("from 2025-06-12 to 2025-06-13.", Sentence(page), StringComparison.Ordinal);
        Assert.Equal("/stocks/BRK-B", page.Find("[role=status] a").GetAttribute("href"));
    }

    [Fact]
    public async Task A_refused_pull_says_why_in_words_and_when_the_next_comes()
    {
        _rig.Serve("TSLA", "no history"u8.ToArray());
        var page = _browser.Render<Track>();
        Hand.Does(() => page.Find("input").Input("TSLA"));
        await Hand.DoesAsync(() => page.Find("form").SubmitAsync());
        await _rig.RunAsync();
        await LookAsync();

        page.WaitForAssertion(() => Assert.Equal("done Planned|done Fetched|done Archived|failed Loading", Steps(page)));
        Assert.Matches(@"^\S.+\. Next attempt in .+\.$", Sentence(page));
        Assert.Equal("step", page.Find("li.failed").GetAttribute("aria-current"));
    }

    [Fact]
    public async Task A_failed_attempt_waits_and_goes_on()
    {
        _rig.Source.On("/quote/TSLA/history/", RawHttpServer.Answer(503, []));
        var page = _browser.Render<Track>();
        Hand.Does(() => page.Find("input").Input("TSLA"));
        await Hand.DoesAsync(() => page.Find("form").SubmitAsync());
        await _rig.RunAsync();
        await LookAsync();

        page.WaitForAssertion(() => Assert.Equal("done Planned|waits Fetching|ahead Archived|ahead Loaded", Steps(page)));
        Assert.Matches(@"^\S.+\. Retrying in .+\.$", Sentence(page));
    }

    [Fact]
    public async Task What_is_no_symbol_is_refused_with_a_hint_and_nothing_is_tracked()
    {
        var page = _browser.Render<Track>();
        Hand.Does(() => page.Find("input").Input("a b"));
        await Hand.DoesAsync(() => page.Find("form").SubmitAsync());

        Assert.Equal(Words.TickerHint, page.Find("[role=alert]").TextContent);
        Assert.Equal("true", page.Find("input").GetAttribute("aria-invalid"));
        Assert.Empty(page.FindAll(".requests"));
        Hand.Does(() => page.Find("input").Input("ab"));
        Assert.Equal("", page.Find("[role=alert]").TextContent);
        Assert.Null(await _rig.StockAsync("AB"));
    }

    [Fact]
    public async Task What_is_tracked_already_is_said_so_and_linked()
    {
        await _rig.TrackAsync("^GSPC");
        var page = _browser.Render<Track>();
        Hand.Does(() => page.Find("input").Input("^GSPC"));
        await Hand.DoesAsync(() => page.Find("form").SubmitAsync());

        page.WaitForAssertion(() => Assert.Contains("^GSPC is already tracked.", page.Markup, StringComparison.Ordinal));
        Assert.Equal("/stocks/%5EGSPC", page.Find(".requests a").GetAttribute("href"));
    }

    [Fact]
    public async Task Requests_outlive_a_visit_to_another_page_newest_first_and_each_once()
    {
        var page = _browser.Render<Track>();
        foreach (var symbol in new[] { "AAPL", "MSFT", "AAPL" })
        {
            Hand.Does(() => page.Find("input").Input(symbol));
            await Hand.DoesAsync(() => page.Find("form").SubmitAsync());
        }

        Assert.Equal(["AAPL", "MSFT"], _browser.Render<Track>().FindAll("h3").Select(h => h.TextContent));
    }

    [Fact]
    public void A_link_can_fill_the_symbol_in()
    {
        _browser.Services.GetRequiredService<NavigationManager>().NavigateTo(StockLinks.Track("^GSPC"));
        Assert.Equal("^GSPC", _browser.Render<Track>().Find("input").GetAttribute("value"));
    }

    [Fact]
    public async Task Who_may_not_is_told_so()
    {
        await using (var db = _rig.Database.Open())
            await db.UserRoles.ExecuteDeleteAsync();
        var page = _browser.Render<Track>();
        Hand.Does(() => page.Find("input").Input("AAPL"));
        await Hand.DoesAsync(() => page.Find("form").SubmitAsync());

        Assert.Equal("This requires the Analyst or Admin role.", page.Find("[role=alert]").TextContent);
        Assert.Null(await _rig.StockAsync("AAPL"));
    }

    [Fact]
    public async Task Beside_a_chart_only_a_pull_on_its_way_is_shown()
    {
        _rig.Serve("TSLA", "no history"u8.ToArray());
        await _rig.TrackAsync("TSLA");
        var pull = _browser.Render<PullProgress>(p => p.Add(x => x.Symbol, "TSLA").Add(x => x.OnlyOnItsWay, true));
        pull.WaitForElement("section");
        await LookAsync();

        await _rig.RunAsync();
        await LookAsync();

        pull.WaitForAssertion(() => Assert.Empty(pull.FindAll("section")));
    }

    private Task LookAsync() => _rig.Get<ChangeFeed>().LookAsync(CancellationToken.None);

    private static string Steps(IRenderedComponent<Track> page) =>
        string.Join('|', page.FindAll(".pull li").Select(step => $"{step.ClassName} {step.TextContent.Trim()}"));

    private static string Sentence(IRenderedComponent<Track> page) =>
        string.Join(' ', page.Find("[role=status]").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
