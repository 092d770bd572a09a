using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Reliability.Crashes;

/// <summary>
/// Measures from the tables how long a document waits after its worker died or froze: from the last heartbeat, which is the end
/// of the lease minus its length, until a process takes the document over or the worker resumes.
/// </summary>
/// <param name="isAnyProcessUp">Whether any process is running, so that a takeover is possible.</param>
internal sealed class StallWatch(TestDatabase database, TimeSpan lease, Func<bool> isAnyProcessUp)
{
    private readonly Dictionary<(int Id, long Token), DateTime> _heartbeats = [];
    private readonly Dictionary<(int Id, long Token), string> _abandoned = [];
    private readonly Dictionary<(int Id, long Token), TimeSpan> _downtimes = [];
    private readonly List<TimeSpan> _stalls = [];
    private DateTime _polled;

    /// <summary>Leases that a death or a freeze left behind.</summary>
    public int Interrupted { get; private set; }

    public TimeSpan LongestStall { get; private set; }

    /// <summary>The longest stall without the time in which no process was running.</summary>
    public TimeSpan LongestStallWhileUp { get; private set; }

    /// <summary>The document of the longest stall.</summary>
    public string LongestDocument { get; private set; } = "";

    public TimeSpan MedianStall => _stalls.Order().ElementAtOrDefault(_stalls.Count / 2);

    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                await PollAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task PollAsync(CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        var leases = await db.Documents
            .Open()
            .Where(d => d.LeaseOwner != null)
            .Select(d => new { d.Id, d.Token, d.LeaseUntil, d.Symbol, d.State, IsDispatched = d.DispatchedAt != null })
            .ToDictionaryAsync(d => (d.Id, d.Token), cancellationToken);
        // Read after the rows, so that no wait looks shorter than it was.
        var now = await database.Get<DatabaseClock>().NowAsync(db, cancellationToken);
        var down = isAnyProcessUp() ? TimeSpan.Zero : now - _polled;
        foreach (var (key, what) in _abandoned.ToList())
        {
            _downtimes[key] += down;
            Record(now - _heartbeats[key], _downtimes[key], what);
            if (leases.TryGetValue(key, out var held) && !(held.LeaseUntil > now))
                continue;
            _stalls.Add(now - _heartbeats[key]);
            _abandoned.Remove(key);
        }
        foreach (var (key, held) in leases)
        {
            // Without LeaseUntil, a start released the lease before it was seen: the previous poll stands for its last heartbeat.
            if (held.LeaseUntil is { } until)
                _heartbeats[key] = until - lease;
            else
                _heartbeats.TryAdd(key, _polled);
            if (held.LeaseUntil > now || !_abandoned.TryAdd(key, ""))
                continue;
            Interrupted++;
            _downtimes[key] = TimeSpan.Zero;
            _abandoned[key] = $"{held.Symbol} {held.State}{(held.IsDispatched ? " dispatched" : "")}";
        }
        foreach (var gone in _heartbeats.Keys.Where(k => !leases.ContainsKey(k)).ToList())
            _heartbeats.Remove(gone);
        _polled = now;
    }

    private void Record(TimeSpan time, TimeSpan downtime, string what)
    {
        if (time - downtime > LongestStallWhileUp)
            LongestStallWhileUp = time - downtime;
        if (time > LongestStall)
            (LongestStall, LongestDocument) = (time, what);
    }
}
