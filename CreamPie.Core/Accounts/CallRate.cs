using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CreamPie.Core.Accounts;

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
    public (bool Allowed, int Remaining, int ResetSeconds) Count(IPAddress? caller) => Count(NetworkOf(caller));

    private static string NetworkOf(IPAddress? address)
    {
        // A dual-stack socket reports an IPv4 address as ::ffff:192.0.2.1, and all of those share one /64.
        if (address is { IsIPv4MappedToIPv6: true })
            address = address.MapToIPv4();
        return address is { AddressFamily: AddressFamily.InterNetworkV6 }
            ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8))
            : address?.ToString() ?? "";
    }

    private sealed record Window(long Number)
    {
        public ConcurrentDictionary<string, int> Counts { get; } = [];
    }
}
