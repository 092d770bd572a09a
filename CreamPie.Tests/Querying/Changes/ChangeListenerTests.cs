using CreamPie.Core.Querying.Changes;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static CreamPie.Tests.Querying.SeedData;

namespace CreamPie.Tests.Querying.Changes;

/// <summary>Which listeners are notified and how they are isolated; ChangeFeedTests cover what is reported.</summary>
public sealed class ChangeListenerTests
{
    [Fact]
    public async Task Feed_without_listeners_does_not_query_the_database()
    {
        await using var database = await TestDatabase.SqliteAsync();
        var contexts = new Contexts(database);
        using var feed = FeedOver(contexts);

        await feed.PollAsync(CancellationToken.None);
        Assert.Equal(0, contexts.Opened);

        using (new ChangeRecorder(feed))
            await feed.PollAsync(CancellationToken.None);
        Assert.Equal(1, contexts.Opened);

        await feed.PollAsync(CancellationToken.None);
        Assert.Equal(1, contexts.Opened);
    }

    [Fact]
    public async Task After_a_pause_without_listeners_changes_are_incomplete()
    {
        await using var database = await TestDatabase.SqliteAsync();
        using var feed = FeedOver(new Contexts(database));
        for (var time = 0; time < 2; time++)
        {
            using (var recorder = new ChangeRecorder(feed))
            {
                await database.AddAsync(Tracked($"S{time}"));
                await feed.PollAsync(CancellationToken.None);
                Assert.True((await recorder.NextAsync()).IsIncomplete);
            }
            await feed.PollAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task Listener_joining_during_a_poll_gets_its_result()
    {
        await using var database = await TestDatabase.SqliteAsync();
        var contexts = new Contexts(database);
        using var feed = FeedOver(contexts);
        using var first = new ChangeRecorder(feed);
        await feed.PollAsync(CancellationToken.None);
        ChangeRecorder? second = null;
        contexts.BeforeOpening = async () =>
        {
            second = new ChangeRecorder(feed);
            await database.AddAsync(Tracked("AAPL"));
        };

        await feed.PollAsync(CancellationToken.None);

        Assert.Equal(["AAPL"], (await second!.NextAsync()).Symbols);
        second.Dispose();
    }

    [Fact]
    public async Task Failing_listener_is_isolated_and_notified_again()
    {
        await using var database = await TestDatabase.SqliteAsync();
        using var feed = FeedOver(new Contexts(database));
        var failures = 0;
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var failing = new ChangeRecorder(feed, () =>
        {
            failed.TrySetResult();
            return failures++ == 0 ? throw new InvalidOperationException("On purpose.") : Task.CompletedTask;
        });
        using var other = new ChangeRecorder(feed);
        await feed.PollAsync(CancellationToken.None);
        await other.NextAsync();
        await failed.Task;

        await database.AddAsync(Tracked("AAPL"));
        await feed.PollAsync(CancellationToken.None);

        Assert.Contains("AAPL", (await other.NextAsync()).Symbols);
        Assert.Contains("AAPL", (await failing.NextAsync()).Symbols);
    }

    [Fact]
    public async Task Slow_listener_blocks_no_others_and_gets_missed_changes_at_once()
    {
        await using var database = await TestDatabase.SqliteAsync();
        using var feed = FeedOver(new Contexts(database));
        var entered = new TaskCompletionSource();
        var done = new TaskCompletionSource();
        using var slow = new ChangeRecorder(feed, () =>
        {
            entered.TrySetResult();
            return done.Task;
        });
        using var other = new ChangeRecorder(feed);
        await feed.PollAsync(CancellationToken.None);
        await entered.Task;
        await other.NextAsync();

        foreach (var symbol in new[] { "AAPL", "MSFT", "TSLA" })
        {
            await database.AddAsync(Tracked(symbol));
            await feed.PollAsync(CancellationToken.None);
            Assert.Equal([symbol], (await other.NextAsync()).Symbols);
        }
        Assert.False(slow.HasHeard);
        done.SetResult();

        Assert.True((await slow.NextAsync()).IsIncomplete);
        var missed = await slow.NextAsync();
        Assert.Equal(["AAPL", "MSFT", "TSLA"], missed.Symbols.Order());
        Assert.False(missed.IsIncomplete);
    }

    [Fact]
    public async Task Departed_listener_is_not_called_even_with_pending_changes()
    {
        await using var database = await TestDatabase.SqliteAsync();
        using var feed = FeedOver(new Contexts(database));
        var entered = new TaskCompletionSource();
        var done = new TaskCompletionSource();
        var calls = 0;
        var leaving = new ChangeRecorder(feed, async () =>
        {
            calls++;
            entered.TrySetResult();
            await done.Task;
        });
        using var other = new ChangeRecorder(feed);
        await feed.PollAsync(CancellationToken.None);
        await entered.Task;
        await other.NextAsync();
        await database.AddAsync(Tracked("AAPL"));
        await feed.PollAsync(CancellationToken.None);
        await other.NextAsync();

        leaving.Dispose();
        done.SetResult();
        await leaving.NextAsync();
        await database.AddAsync(Tracked("MSFT"));
        await feed.PollAsync(CancellationToken.None);
        await other.NextAsync();

        Assert.Equal(1, calls);
        Assert.False(leaving.HasHeard);
    }

    [Fact]
    public async Task Lost_database_is_polled_every_second_and_then_reports_incomplete()
    {
        await using var database = await TestDatabase.SqliteAsync();
        var contexts = new Contexts(database);
        var time = new FakeTimeProvider();
        using var feed = new ChangeFeed(contexts, time, NullLogger<ChangeFeed>.Instance);
        using var recorder = new ChangeRecorder(feed);
        await feed.StartAsync(CancellationToken.None);
        await TickUntilAsync(() => recorder.HasHeard);
        await recorder.NextAsync();

        // A driver may report its own time-out as a cancellation, which must not end the feed.
        Exception[] faults = [new InvalidOperationException("Away."), new OperationCanceledException("Away.")];
        var failed = 0;
        contexts.BeforeOpening = () => throw faults[failed++ % faults.Length];
        await TickUntilAsync(() => failed >= 4);
        Assert.False(recorder.HasHeard);

        contexts.BeforeOpening = null;
        await TickUntilAsync(() => recorder.HasHeard);
        Assert.True((await recorder.NextAsync()).IsIncomplete);
        Assert.False(feed.ExecuteTask!.IsCompleted);
        await feed.StopAsync(CancellationToken.None);

        Task<string> TickUntilAsync(Func<bool> isSeen) => Eventually.SeeAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(isSeen() ? "seen" : null);
        });
    }

    private static ChangeFeed FeedOver(Contexts contexts) => new(contexts, TimeProvider.System, NullLogger<ChangeFeed>.Instance);

    /// <summary>Counts the opened contexts and runs an action before each.</summary>
    private sealed class Contexts(TestDatabase database) : IDbContextFactory<CreamPieDbContext>
    {
        public int Opened { get; private set; }

        public Func<Task>? BeforeOpening { get; set; }

        public CreamPieDbContext CreateDbContext() => throw new NotSupportedException();

        public async Task<CreamPieDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default)
        {
            if (BeforeOpening is not null)
                await BeforeOpening();
            Opened++;
            return await database.Contexts.CreateDbContextAsync(cancellationToken);
        }
    }
}
