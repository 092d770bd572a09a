using System.Threading.Channels;
using CreamPie.Core.Querying.Changes;

namespace CreamPie.Tests.Querying.Changes;

/// <summary>Subscribes to a feed and records each notification.</summary>
internal sealed class ChangeRecorder : IDisposable
{
    private readonly Channel<ChangeSet> _heard = Channel.CreateUnbounded<ChangeSet>();
    private readonly IDisposable _subscription;

    public ChangeRecorder(ChangeFeed feed, Func<Task>? before = null) => _subscription = feed.Subscribe(async changes =>
    {
        if (before is not null)
            await before();
        _heard.Writer.TryWrite(changes);
    });

    /// <summary>The oldest unread notification, or the next one; fails after a minute without any.</summary>
    public async Task<ChangeSet> NextAsync()
    {
        using var minute = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        return await _heard.Reader.ReadAsync(minute.Token);
    }

    public bool HasHeard => _heard.Reader.TryPeek(out _);

    public void Dispose() => _subscription.Dispose();
}
