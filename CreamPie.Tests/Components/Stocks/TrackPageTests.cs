using System.Text;
using Bunit;
using CreamPie.Core.Querying.Changes;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Sources.Yahoo;
using CreamPie.Tests.Support;
using CreamPie.Web.Components.Shared;
using CreamPie.Web.Components.Stocks;
using CreamPie.Web.Components.Stocks.PullState;
using CreamPie.Web.Components.Stocks.Tracking;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Components.Stocks;

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
    public async Task Tracked_symbol_shows_its_pull_through_to_its_bars()
    {
        _rig.Serve("BRK-B", Encoding.UTF8.GetBytes(HandWrittenPages.Page(HandWrittenPages.Table(), "BRK-B")));
        var page = _browser.Render<TrackPage>();
        page.Perform(() => page.Find("input").Input(" brk-b "));

        await page.PerformAsync(() => page.Find("form").SubmitAsync());
        page.WaitForAssertion(() => Assert.Equal("now Planned|ahead Fetched|ahead Archived|ahead Loaded", Steps(page)));
        Assert.Equal(StockStatus.Pending, (await _rig.StockAsync("BRK-B"))!.Status);
        Assert.Equal("", page.Find("input").GetAttribute("value") ?? "");

        await PollAsync();
        await _rig.RunAsync();
        await PollAsync();

        page.WaitForAssertion(() => Assert.Equal("done Planned|done Fetched|done Archived|done Loaded", Steps(page)));
        Assert.Contains("2 bars", Sentence(page), StringComparison.Ordinal);
        Assert.Contains("from 12 Jun 2025 to 13 Jun 2025.", Sentence(page), StringComparison.Ordinal);
        Assert.Equal("stocks/BRK-B", page.Find("[role=status] a").GetAttribute("href"));
    }

    [Fact]
    public async Task Symbol_without_a_worker_waits_for_one_and_promises_no_seconds()
    {
        await using (var db = _rig.Database.Open())
            await db.Nodes.ExecuteDeleteAsync();
        var page = _browser.Render<TrackPage>();
        page.Perform(() => page.Find("input").Input("TSLA"));
        await page.PerformAsync(() => page.Find("form").SubmitAsync());

        page.WaitForAssertion(() => Assert.StartsWith("Requested. No worker is running", Sentence(page), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refused_pull_shows_the_reason_and_the_next_pull()
    {
        _rig.Serve("TSLA", "no history"u8.ToArray());
        var page = _browser.Render<TrackPage>();
        page.Perform(() => page.Find("input").Input("TSLA"));
        await page.PerformAsync(() => page.Find("form").SubmitAsync());
        await _rig.RunAsync();
        await PollAsync();

        page.WaitForAssertion(() => Assert.Equal("done Planned|done Fetched|done Archived|failed Loading", Steps(page)));
        Assert.Matches(@"^\S.+\. Next attempt in .+\.$", Sentence(page));
        Assert.Equal("step", page.Find("li.failed").GetAttribute("aria-current"));
    }

    [Fact]
    public async Task Failed_attempt_waits_and_resumes()
    {
        _rig.Source.On("/quote/TSLA/history/", RawHttpServer.Answer(503, []));
        var page = _browser.Render<TrackPage>();
        page.Perform(() => page.Find("input").Input("TSLA"));
        await page.PerformAsync(() => page.Find("form").SubmitAsync());
        await _rig.RunAsync();
        await PollAsync();

        page.WaitForAssertion(() => Assert.Equal("done Planned|waits Fetching|ahead Archived|ahead Loaded", Steps(page)));
        Assert.Matches(@"^\S.+\. Retrying in .+\.$", Sentence(page));
    }

    [Fact]
    public async Task Invalid_symbol_is_refused_with_a_hint_and_not_tracked()
    {
        var page = _browser.Render<TrackPage>();
        page.Perform(() => page.Find("input").Input("a b"));
        await page.PerformAsync(() => page.Find("form").SubmitAsync());

        Assert.Equal(DisplayText.TickerHint, page.Find("[role=alert]").TextContent);
        Assert.Equal("true", page.Find("input").GetAttribute("aria-invalid"));
        Assert.Empty(page.FindAll(".requests"));
        page.Perform(() => page.Find("input").Input("ab"));
        Assert.Equal("", page.Find("[role=alert]").TextContent);
        Assert.Null(await _rig.StockAsync("AB"));
    }

    [Fact]
    public async Task Already_tracked_symbol_is_reported_and_linked()
    {
        await _rig.TrackAsync("^GSPC");
        var page = _browser.Render<TrackPage>();
        page.Perform(() => page.Find("input").Input("^GSPC"));
        await page.PerformAsync(() => page.Find("form").SubmitAsync());

        page.WaitForAssertion(() => Assert.Contains("^GSPC is already tracked.", page.Markup, StringComparison.Ordinal));
        Assert.Equal("stocks/%5EGSPC", page.Find(".requests a").GetAttribute("href"));
    }

    [Fact]
    public async Task Requests_survive_navigation_newest_first_and_once_each()
    {
        var page = _browser.Render<TrackPage>();
        foreach (var symbol in new[] { "AAPL", "MSFT", "AAPL" })
        {
            page.Perform(() => page.Find("input").Input(symbol));
            await page.PerformAsync(() => page.Find("form").SubmitAsync());
        }

        Assert.Equal(["AAPL", "MSFT"], _browser.Render<TrackPage>().FindAll("h3").Select(h => h.TextContent));
    }

    [Fact]
    public void Link_prefills_the_symbol()
    {
        _browser.Services.GetRequiredService<NavigationManager>().NavigateTo(StockLinks.Track("^GSPC"));
        Assert.Equal("^GSPC", _browser.Render<TrackPage>().Find("input").GetAttribute("value"));
    }

    [Fact]
    public async Task User_without_permission_gets_an_explanation()
    {
        await using (var db = _rig.Database.Open())
            await db.UserRoles.ExecuteDeleteAsync();
        var page = _browser.Render<TrackPage>();
        page.Perform(() => page.Find("input").Input("AAPL"));
        await page.PerformAsync(() => page.Find("form").SubmitAsync());

        Assert.Equal("This requires the Analyst or Admin role.", page.Find("[role=alert]").TextContent);
        Assert.Null(await _rig.StockAsync("AAPL"));
    }

    [Fact]
    public async Task Only_an_open_pull_appears_beside_a_chart()
    {
        _rig.Serve("TSLA", "no history"u8.ToArray());
        await _rig.TrackAsync("TSLA");
        var pull = _browser.Render<PullProgress>(p => p.Add(x => x.Symbol, "TSLA").Add(x => x.OnlyWhileOpen, true));
        pull.WaitForElement("section");
        await PollAsync();

        await _rig.RunAsync();
        await PollAsync();

        pull.WaitForAssertion(() => Assert.Empty(pull.FindAll("section")));
    }

    private Task PollAsync() => _rig.Get<ChangeFeed>().PollAsync(CancellationToken.None);

    private static string Steps(IRenderedComponent<TrackPage> page) =>
        string.Join('|', page.FindAll(".pull li").Select(step => $"{step.ClassName} {step.TextContent.Trim()}"));

    private static string Sentence(IRenderedComponent<TrackPage> page) =>
        string.Join(' ', page.Find("[role=status]").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
