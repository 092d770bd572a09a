using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CreamPie.Core.Accounts;

/// <summary>Counts calls within the running minute (or hour), for each caller by itself.</summary>
/// <param name="limit">How many calls a window allows.</param>
/// <param name="time">Tells the running window.</param>
/// <param name="seconds">A window's length.</param>
public sealed class CallRate(int limit, TimeProvider time, int seconds = 60)
{
    private Window _window = new(0);

    /// <summary>Counts one call; refused where nothing was left.</summary>
    /// <param name="caller">Counted by itself.</param>
    public (bool Allowed, int Remaining, int ResetSeconds) Count(string caller)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var window = _window;
        if (window.Number != now / seconds)
            Interlocked.CompareExchange(ref _window, new Window(now / seconds), window);
        var count = _window.Counts.AddOrUpdate(caller, 1, (_, n) => n + 1);
        return (count <= limit, Math.Max(0, limit - count), (int)(seconds - now % seconds));
    }

    /// <summary>Counts by network: whoever has one IPv6 address has the other 2^64 of its /64 too.</summary>
    /// <param name="caller">Null, where it is not known, counts as one network.</param>
    public (bool Allowed, int Remaining, int ResetSeconds) Count(IPAddress? caller) => Count(NetworkOf(caller));

    private static string NetworkOf(IPAddress? address)
    {
        // Where the server listens for both, an IPv4 address comes as ::ffff:192.0.2.1: all of those are one /64.
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
