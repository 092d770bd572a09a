using Bunit;
using CreamPie.Core.Accounts;
using CreamPie.Core.Querying.Changes;
using CreamPie.Core.Storage;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Querying.Changes;
using CreamPie.Tests.Support;
using CreamPie.Web.Components.Shared;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Components.Shared;

public sealed class LivePageTests : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private SignedIn _browser = null!;

    public async Task InitializeAsync()
    {
        _database = await SeedData.DatabaseAsync(DatabaseProvider.Sqlite, new(2026, 11, 20));
        _browser = await SignedIn.AsAsync(_database);
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Page_reloads_only_when_its_data_changed()
    {
        var page = Open();
        page.WaitForAssertion(() => Assert.Equal(1, page.Instance.Readings));
        await PollAsync();
        // The first poll is always incomplete.
        page.WaitForAssertion(() => Assert.Equal(2, page.Instance.Readings));

        await _database.AddAsync(SeedData.Tracked("OTHER"));
        await PollAsync();
        await _database.AddAsync(SeedData.Tracked("MINE"));
        await PollAsync();
        page.WaitForAssertion(() => Assert.Equal(3, page.Instance.Readings));

        Assert.Equal(["OTHER", "MINE"], page.Instance.CheckedSymbols);
        Assert.Equal("reading 3", page.Markup);
    }

    [Fact]
    public async Task Concurrent_refreshes_run_one_load_and_queue_one()
    {
        var page = Open();
        page.WaitForAssertion(() => Assert.Equal("reading 1", page.Markup));
        var slow = page.Instance.Slow = new TaskCompletionSource();

        var refreshes = Enumerable.Range(0, 100).Select(_ => page.InvokeAsync(page.Instance.Refresh)).ToList();
        page.WaitForAssertion(() => Assert.Equal(2, page.Instance.Readings));
        slow.SetResult();
        await Task.WhenAll(refreshes);

        Assert.Equal(3, page.Instance.Readings);
        Assert.Equal("reading 3", page.Markup);
    }

    [Fact]
    public async Task Failed_load_keeps_old_data_with_a_notice_until_it_recovers()
    {
        var page = Open();
        page.WaitForAssertion(() => Assert.Equal("reading 1", page.Markup));

        page.Instance.Fault = new InvalidOperationException("secret");
        await page.InvokeAsync(page.Instance.Refresh);
        Assert.Equal("reading 1 Something went wrong. See the log for details.", page.Markup);

        page.Instance.Fault = null;
        await page.InvokeAsync(page.Instance.Refresh);
        Assert.Equal("reading 3", page.Markup);
    }

    [Fact]
    public async Task New_parameters_do_not_inherit_the_missing_state()
    {
        var page = Open();
        page.WaitForAssertion(() => Assert.Equal("reading 1", page.Markup));
        page.Instance.HasNothing = true;
        await page.InvokeAsync(page.Instance.Refresh);
        Assert.Equal("missing", page.Markup);

        // A refresh keeps the missing state; new parameters clear it, even if the old load ends late.
        var slow = page.Instance.Slow = new TaskCompletionSource();
        var refresh = page.InvokeAsync(page.Instance.Refresh);
        page.WaitForAssertion(() => Assert.Equal(3, page.Instance.Readings));
        Assert.Equal("missing", page.Markup);
        page.Render();
        Assert.Equal("", page.Markup);
        page.Instance.Slow = new TaskCompletionSource();
        slow.SetResult();
        await refresh;
        page.WaitForAssertion(() => Assert.Equal(4, page.Instance.Readings));
        Assert.Equal("", page.Markup);

        page.Instance.Slow.SetResult();
        page.WaitForAssertion(() => Assert.Equal("missing", page.Markup));
    }

    [Fact]
    public async Task Ended_session_is_reported_and_stops_loading()
    {
        var page = Open();
        page.WaitForAssertion(() => Assert.Equal("reading 1", page.Markup));
        await using (var db = _database.Open())
            await db.UserSessions.ExecuteUpdateAsync(set => set.SetProperty(s => s.RevokedAt, s => s.ExpiresAt));
        ((FakeTimeProvider)_database.Get<TimeProvider>()).Advance(TimeSpan.FromSeconds(5));

        await PollAsync();

        page.WaitForAssertion(() => Assert.Equal("reading 1 You are no longer signed in. Reload the page to sign in again.", page.Markup));
        Assert.Equal(1, page.Instance.Readings);
    }

    [Fact]
    public async Task Disposed_page_gets_no_calls_and_cancels_its_load()
    {
        var page = Open();
        page.WaitForAssertion(() => Assert.Equal("reading 1", page.Markup));
        var probe = page.Instance;
        probe.Slow = new TaskCompletionSource();
        var reading = page.InvokeAsync(probe.Refresh);
        page.WaitForAssertion(() => Assert.Equal(2, probe.Readings));

        await _browser.DisposeComponentsAsync();
        await reading;
        using var recorder = new ChangeRecorder(_database.Get<ChangeFeed>());
        await PollAsync();
        await _database.AddAsync(SeedData.Tracked("MINE"));
        await PollAsync();
        await recorder.NextAsync();
        await probe.Refresh();

        Assert.True(probe.WasCancelled);
        Assert.Equal(2, probe.Readings);
        Assert.Empty(probe.CheckedSymbols);
    }

    private IRenderedComponent<Probe> Open() => _browser.Render<Probe>();

    private Task PollAsync() => _database.Get<ChangeFeed>().PollAsync(CancellationToken.None);

    private sealed class Probe : LivePage<string>
    {
        public int Readings { get; private set; }

        public List<string> CheckedSymbols { get; } = [];

        public TaskCompletionSource? Slow { get; set; }

        public Exception? Fault { get; set; }

        public bool HasNothing { get; set; }

        public bool WasCancelled { get; private set; }

        public Task Refresh() => RefreshAsync();

        protected override bool Concerns(ChangeSet changes)
        {
            CheckedSymbols.AddRange(changes.Symbols);
            return changes.Symbols.Contains("MINE");
        }

        protected override async Task<string?> ReadAsync(Caller caller, CancellationToken cancellationToken)
        {
            var reading = $"reading {++Readings}";
            if (Slow is not null)
                await Slow.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            WasCancelled = cancellationToken.IsCancellationRequested;
            cancellationToken.ThrowIfCancellationRequested();
            return Fault is not null ? throw Fault : HasNothing ? null : reading;
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder) =>
            builder.AddContent(0, string.Join(' ', new[] { Value, Error, IsMissing ? "missing" : null }.OfType<string>()));
    }
}
