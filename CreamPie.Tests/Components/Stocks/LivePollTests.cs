using System.Threading.Channels;
using Bunit;
using CreamPie.Core.Market;
using CreamPie.Core.Storage;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Quotes;
using CreamPie.Tests.Support;
using CreamPie.Web.Components.Stocks.Detail;
using Microsoft.Extensions.Time.Testing;
using Microsoft.JSInterop;

namespace CreamPie.Tests.Components.Stocks;

/// <summary>The last price on a stock's page is polled from a working source, but only while the tab is visible.</summary>
public sealed class LivePollTests
{
    /// <summary>Friday, an hour before New York closes.</summary>
    private static readonly DateTimeOffset Friday = new(2026, 11, 20, 20, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(15);

    private readonly FakeTimeProvider _time = new(Friday);
    private readonly Tab _tab = new();

    [Fact]
    public async Task Visible_tab_polls_every_15_seconds()
    {
        await using var rig = await QuoteRig.StartAsync(DatabaseProvider.Sqlite, _time);
        await using var page = await SignedIn.AsAsync(rig.Database, browser: _tab);
        var quote = Show(page, rig);

        _time.Advance(Tick - TimeSpan.FromSeconds(1));
        await quote.InvokeAsync(() => { });
        Assert.Equal(0, _tab.Questions);
        ExpectPrice(quote, rig, 11, () => _time.Advance(TimeSpan.FromSeconds(1)));
        ExpectPrice(quote, rig, 12, () => _time.Advance(Tick));

        Assert.Equal((3, 2), (QuoteRig.RequestCount(rig), _tab.Questions));
    }

    [Fact]
    public async Task Hidden_tab_does_not_poll_until_visible_again()
    {
        await using var rig = await QuoteRig.StartAsync(DatabaseProvider.Sqlite, _time);
        await using var page = await SignedIn.AsAsync(rig.Database, browser: _tab);
        var quote = Show(page, rig);

        _tab.IsHidden = true;
        // A question to the tab means that the previous answer has been handled.
        for (var tick = 0; tick < 4; tick++)
        {
            _time.Advance(Tick);
            await _tab.QuestionAsync();
            Assert.Equal(1, QuoteRig.RequestCount(rig));
        }
        _tab.IsHidden = false;
        ExpectPrice(quote, rig, 11, () => _time.Advance(Tick));

        Assert.Equal(2, QuoteRig.RequestCount(rig));
    }

    [Fact]
    public async Task Disconnected_browser_does_not_poll()
    {
        await using var rig = await QuoteRig.StartAsync(DatabaseProvider.Sqlite, _time);
        await using var page = await SignedIn.AsAsync(rig.Database, browser: _tab);
        var quote = Show(page, rig);

        _tab.IsConnected = false;
        for (var tick = 0; tick < 3; tick++)
        {
            _time.Advance(Tick);
            await _tab.QuestionAsync();
            Assert.Equal(1, QuoteRig.RequestCount(rig));
        }
        _tab.IsConnected = true;
        ExpectPrice(quote, rig, 11, () => _time.Advance(Tick));
    }

    [Fact]
    public async Task Leaving_the_page_stops_polling()
    {
        await using var rig = await QuoteRig.StartAsync(DatabaseProvider.Sqlite, _time);
        await using var page = await SignedIn.AsAsync(rig.Database, browser: _tab);
        var quote = Show(page, rig);

        await page.DisposeComponentsAsync();
        for (var tick = 0; tick < 3; tick++)
        {
            _time.Advance(Tick);
            // The dispatcher runs whatever a tick queued before this.
            await page.Renderer.Dispatcher.InvokeAsync(() => { });
        }

        Assert.Equal((1, 0), (QuoteRig.RequestCount(rig), _tab.Questions));
    }

    private IRenderedComponent<LiveQuote> Show(SignedIn page, IngestionRig rig)
    {
        QuoteRig.Serve(rig, 10, Friday.ToUnixTimeSeconds());
        var quote = page.Render<LiveQuote>(p => p.Add(q => q.Symbol, Symbol.Parse("AAA")).Add(q => q.Digits, 2));
        quote.WaitForAssertion(() => Assert.Equal("10.00", quote.Find("strong").TextContent));
        return quote;
    }

    /// <summary>Serves another price and waits until the page displays it after <paramref name="act"/>.</summary>
    private void ExpectPrice(IRenderedComponent<LiveQuote> quote, IngestionRig rig, int price, Action act)
    {
        QuoteRig.Serve(rig, price, _time.GetUtcNow().ToUnixTimeSeconds());
        act();
        quote.WaitForAssertion(() => Assert.Equal($"{price}.00", quote.Find("strong").TextContent));
    }

    /// <summary>A browser that answers only whether its tab is hidden.</summary>
    private sealed class Tab : IJSRuntime
    {
        private readonly Channel<bool> _answered = Channel.CreateUnbounded<bool>();
        private int _questions;

        public bool IsHidden { get; set; }

        public bool IsConnected { get; set; } = true;

        public int Questions => Volatile.Read(ref _questions);

        /// <summary>Waits for the next question not yet awaited.</summary>
        public Task QuestionAsync() => _answered.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));

        public ValueTask<TValue> GetValueAsync<TValue>(string identifier, CancellationToken cancellationToken)
        {
            Assert.Equal("document.hidden", identifier);
            Interlocked.Increment(ref _questions);
            _answered.Writer.TryWrite(true);
            return IsConnected ? new((TValue)(object)IsHidden) : throw new JSDisconnectedException("No browser is connected.");
        }

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => default;

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) => default;
    }
}
