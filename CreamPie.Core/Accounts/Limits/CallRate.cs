using System.Collections.Concurrent;
using System.Net;

namespace CreamPie.Core.Accounts.Limits;

/// <summary>Counts calls per caller in fixed windows of a minute (or an hour).</summary>
/// <param name="limit">How many calls a window allows.</param>
/// <param name="time">Dates the current window.</param>
/// <param name="seconds">Length of a window.</param>
public sealed class CallRate(int limit, TimeProvider time, int seconds = 60)
{
    /// <summary>
    /// Callers of one window that have a count of their own; more share some: a flood from many networks fills no memory.
    /// </summary>
    internal const int MostCallers = 100_000;
    private const int SharedCounts = 1_024;

    private Window _window = new(0);

    /// <summary>How many have a count of their own in this window.</summary>
    internal int Callers => _window.Callers;

    /// <summary>Counts one call; not allowed once the window's limit is used up.</summary>
    /// <param name="caller">Any key; each has its own count.</param>
    public (bool Allowed, int Remaining, int ResetSeconds) Count(string caller)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var window = _window;
        if (window.Number != now / seconds)
            Interlocked.CompareExchange(ref _window, new Window(now / seconds), window);
        var count = _window.Add(caller);
        return (count <= limit, Math.Max(0, limit - count), (int)(seconds - now % seconds));
    }

    /// <summary>Counts by network: the owner of one IPv6 address controls its whole /64.</summary>
    /// <param name="caller">Null if unknown; all unknown ones count as one network.</param>
    public (bool Allowed, int Remaining, int ResetSeconds) Count(IPAddress? caller) => Count(ClientNetwork.Of(caller));

    private sealed class Window(long number)
    {
        private readonly ConcurrentDictionary<string, int> _counts = [];
        private readonly int[] _shared = new int[SharedCounts];
        private int _callers;

        public long Number => number;

        public int Callers => Volatile.Read(ref _callers);

        public int Add(string caller)
        {
            if (Callers >= MostCallers && !_counts.ContainsKey(caller))
                return Interlocked.Increment(ref _shared[(uint)caller.GetHashCode(StringComparison.Ordinal) % SharedCounts]);
            return _counts.AddOrUpdate(
                caller,
                _ =>
                {
                    Interlocked.Increment(ref _callers);
                    return 1;
                },
                (_, n) => n + 1);
        }
    }
}
