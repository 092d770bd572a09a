using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Claims;

namespace CreamPie.Web.Hosting;

/// <summary>Counts calls within the running minute (or hour), for each caller by itself.</summary>
internal sealed class CallRate(int limit, TimeProvider time, int seconds = 60)
{
    private Window _window = new(0);

    /// <summary>Counts one call; refused where nothing was left.</summary>
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

internal static class CallRateOfApi
{
    private const int PerMinute = 1_200;

    /// <summary>After authentication: a caller is a user, or a network while nobody is signed in.</summary>
    public static void UseCallRate(this WebApplication app)
    {
        var rate = new CallRate(PerMinute, app.Services.GetRequiredService<TimeProvider>());
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), api => api.Use(async (context, next) =>
        {
            var (allowed, remaining, reset) = context.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } user
                ? rate.Count(user)
                : rate.Count(context.Connection.RemoteIpAddress);
            var headers = context.Response.Headers;
            headers["RateLimit-Limit"] = PerMinute.ToString(CultureInfo.InvariantCulture);
            headers["RateLimit-Remaining"] = remaining.ToString(CultureInfo.InvariantCulture);
            headers["RateLimit-Reset"] = reset.ToString(CultureInfo.InvariantCulture);
            if (allowed)
            {
                await next(context);
                return;
            }
            headers.RetryAfter = reset.ToString(CultureInfo.InvariantCulture);
            await ProblemResponses.WriteAsync(context, 429, detail: $"More than {PerMinute} calls a minute; try again in {reset} seconds.");
        }));
    }
}
