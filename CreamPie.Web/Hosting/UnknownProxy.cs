using System.Net;
using System.Net.Sockets;
using CreamPie.Web.Http;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Hosting;

/// <summary>
/// Notices a reverse proxy that Hosting__KnownProxies does not name: all its visitors would count as one, and under https the redirect
/// would never end. Anybody can send the header, so that it is a hint for the admin, who knows the proxy's address, and no more.
/// </summary>
internal sealed partial class UnknownProxy(IOptions<HostingOptions> hosting, ILogger<UnknownProxy> log)
{
    private readonly List<IPNetwork> _known = [.. hosting.Value.Proxies];
    private readonly Lock _notes = new();
    private IPAddress? _seen;

    /// <summary>Null if there was none. An address of a private network takes the place of a public one: most proxies have one.</summary>
    public IPAddress? Seen => Volatile.Read(ref _seen);

    /// <summary>Runs before the forwarded headers are read, which changes the address.</summary>
    public async Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (!IsForwarded(request) || IsKnown(context.Connection.RemoteIpAddress))
        {
            await next(context);
            return;
        }
        Note(context.Connection.RemoteIpAddress);
        // What came by https would be sent to https again, without end.
        var isLoop = hosting.Value.IsHttps && !request.IsHttps
            && request.Headers["X-Forwarded-Proto"].ToString().Trim().StartsWith(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase)
            && !request.Path.StartsWithSegments("/healthz");
        if (!isLoop)
        {
            await next(context);
            return;
        }
        const string why = "This server does not know the reverse proxy that it was reached through. Its administrator must set "
            + "Hosting__KnownProxies to the proxy's address, which is in the log, and restart it.";
        if (context.IsForPrograms())
        {
            await ProblemResponses.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "unknownProxy", why);
            return;
        }
        // No page: its styles would be refused as well.
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(why + "\n", context.RequestAborted);
    }

    private static bool IsForwarded(HttpRequest request) =>
        request.Headers.ContainsKey("X-Forwarded-For") || request.Headers.ContainsKey("X-Forwarded-Proto");

    private bool IsKnown(IPAddress? address) =>
        address is null ? _known.Count > 0 : _known.Any(network => network.Contains(address) || network.Contains(Plain(address)));

    private void Note(IPAddress? address)
    {
        if (address is null || (Seen is { } seen && (IsPrivate(seen) || !IsPrivate(address))))
            return;
        lock (_notes)
        {
            if (_seen is not null && (IsPrivate(_seen) || !IsPrivate(address)))
                return;
            Volatile.Write(ref _seen, Plain(address));
        }
        Log.Found(log, Plain(address));
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static bool IsPrivate(IPAddress address)
    {
        var plain = Plain(address);
        return IPAddress.IsLoopback(plain) || plain.IsIPv6LinkLocal || plain.IsIPv6UniqueLocal
            || (plain.AddressFamily == AddressFamily.InterNetwork
                && plain.GetAddressBytes() is [10, ..] or [192, 168, ..] or [172, >= 16 and < 32, ..] or [100, >= 64 and < 128, ..]);
    }

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Warning,
            "A request came through a reverse proxy at {Address} that is not among Hosting__KnownProxies: all visitors seem to have this "
            + "address, and https is not seen. If that is your proxy, set Hosting__KnownProxies={Address}; if not, ignore this.")]
        public static partial void Found(ILogger logger, IPAddress address);
    }
}

internal static class UnknownProxyMiddleware
{
    public static void UseUnknownProxy(this WebApplication app) => app.Use(app.Services.GetRequiredService<UnknownProxy>().ServeAsync);
}
