using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace CreamPie.Core.Accounts.Limits;

/// <summary>Counts calls per caller in fixed windows of a minute (or an hour), with what other nodes tell of the same window.</summary>
/// <param name="limit">How many calls a window allows.</param>
/// <param name="time">Dates the current window.</param>
/// <param name="seconds">Length of a window.</param>
public sealed class CallRate(int limit, TimeProvider time, int seconds = 60)
{
    /// <summary>
    /// Callers of one window that have a count of their own; more share some: a flood from many networks fills no memory.
    /// </summary>
    internal const int MostCallers = 100_000;

    /// <summary>In calls: a caller with fewer is not worth telling other nodes.</summary>
    private readonly int _worthTelling = Math.Max(1, limit / 20);

    private CallWindow _window = new(0, MostCallers);

    /// <summary>How many have a count of their own in this window.</summary>
    internal int Callers => _window.Callers;

    /// <summary>Counts one call; not allowed once the window's limit is used up.</summary>
    /// <param name="caller">Any key; each has its own count.</param>
    public (bool Allowed, int Remaining, int ResetSeconds) Count(string caller)
    {
        var window = Current(out var left);
        var count = window.Add(caller);
        if (!window.Elsewhere.IsEmpty)
            count += window.Elsewhere.GetValueOrDefault(NameOf(caller));
        return (count <= limit, Math.Max(0, limit - count), left);
    }

    /// <summary>Counts by network: the owner of one IPv6 address controls its whole /64.</summary>
    /// <param name="caller">Null if unknown; all unknown ones count as one network.</param>
    public (bool Allowed, int Remaining, int ResetSeconds) Count(IPAddress? caller) => Count(ClientNetwork.Of(caller));

    /// <summary>What this node has counted in the current window, for the others: of callers who call often.</summary>
    /// <param name="most">How many callers at most: those with the most calls.</param>
    /// <returns>The window's number, and the calls by a name that tells nobody who calls.</returns>
    public (long Window, IReadOnlyDictionary<string, int> Calls) Tell(int most)
    {
        var window = Current(out _);
        return (window.Number, window.Counts.Where(c => c.Value >= _worthTelling).OrderByDescending(c => c.Value).Take(most)
            .ToDictionary(c => NameOf(c.Key), c => c.Value));
    }

    /// <summary>Takes over what another node has told; of another window than the current one it counts for nothing.</summary>
    /// <param name="node">Any name of that node; what it tells replaces what it has told.</param>
    /// <param name="number">Number of the window.</param>
    /// <param name="calls">As <see cref="Tell"/> has them.</param>
    public void Learn(string node, long number, IReadOnlyDictionary<string, int> calls)
    {
        var window = Current(out _);
        if (window.Number != number)
            return;
        foreach (var (caller, count) in calls)
        {
            var more = count - window.Told.GetValueOrDefault((node, caller));
            window.Told[(node, caller)] = count;
            window.Elsewhere.AddOrUpdate(caller, more, (_, n) => n + more);
        }
    }

    private CallWindow Current(out int left)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        left = (int)(seconds - now % seconds);
        var window = _window;
        if (window.Number != now / seconds)
            Interlocked.CompareExchange(ref _window, new CallWindow(now / seconds, MostCallers), window);
        return _window;
    }

    private static string NameOf(string caller) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(caller)).AsSpan(0, 12));
}
