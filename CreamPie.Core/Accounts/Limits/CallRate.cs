using System.Collections.Concurrent;
using System.Net;

namespace CreamPie.Core.Accounts.Limits;

/// <summary>Counts calls per caller in fixed windows of a minute (or an hour).</summary>
/// <param name="limit">How many calls a window allows.</param>
/// <param name="time">Dates the current window.</param>
/// <param name="seconds">Length of a window.</param>
public sealed class CallRate(int limit, TimeProvider time, int seconds = 60)
{
    private Window _window = new(0);

    /// <summary>Counts one call; not allowed once the window's limit is used up.</summary>
    /// <param name="caller">Any key; each has its own count.</param>
    public (bool Allowed, int Remaining, int ResetSeconds) Count(string caller)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var window = _window;
        if (window.Number != now / seconds)
            Interlocked.CompareExchange(ref _window, new Window(now / seconds), window);
        var count = _window.Counts.AddOrUpdate(caller, 1, (_, n) => n + 1);
        return (count <= limit, Math.Max(0, limit - count), (int)(seconds - now % seconds));
    }

    /// <summary>Counts by network: the owner of one IPv6 address controls its whole /64.</summary>
    /// <param name="caller">Null if unknown; all unknown ones count as one network.</param>
    public (bool Allowed, int Remaining, int ResetSeconds) Count(IPAddress? caller) => Count(ClientNetwork.Of(caller));

    private sealed record Window(long Number)
    {
        public ConcurrentDictionary<string, int> Counts { get; } = [];
    }
}
