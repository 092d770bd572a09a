using System.Collections.Concurrent;
using System.Net;
using CreamPie.Web.Hosting;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Http;

/// <summary>
/// Serves only the host names of this installation: any other could be a foreign site's that points here (DNS rebinding), or get
/// into our mails. A refusal says which setting would serve it.
/// </summary>
internal sealed partial class HostNames(IOptions<HostingOptions> hosting, ILogger<HostNames> log)
{
    /// <summary>A scanner tries names without end: each is logged once, up to this number.</summary>
    private const int MostLogged = 100;

    private readonly HashSet<string> _served = new(
        [hosting.Value.PublicUri.IdnHost, .. hosting.Value.Hosts], StringComparer.OrdinalIgnoreCase);

    private readonly ConcurrentDictionary<string, bool> _logged = new(StringComparer.OrdinalIgnoreCase);

    public async Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        // As sent: the request's own property decodes international names, and throws for a broken one.
        var host = new HostString(context.Request.Headers.Host.ToString());
        // HTTP/1.0 has no Host.
        if (!host.HasValue || IsServed(host) || context.IsForThisNode())
        {
            await next(context);
            return;
        }
        var why = Sentence(host, context.Request);
        if (_logged.Count < MostLogged && _logged.TryAdd(host.Host, true))
            Log.Refused(log, host.Host, why);
        if (context.IsForPrograms())
        {
            await ProblemResponses.WriteAsync(context, StatusCodes.Status400BadRequest, "unknownHost", why);
            return;
        }
        // No page: its styles would be refused as well.
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(why + "\n", context.RequestAborted);
    }

    private bool IsServed(HostString host)
    {
        var name = NameOf(host);
        return _served.Contains(name)
            || name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));
    }

    /// <summary>One spelling of each: IPv6 without brackets and as short as it gets, a name without the dot of the root.</summary>
    private static string NameOf(HostString host)
    {
        var name = host.Host.Trim('[', ']').TrimEnd('.');
        return name.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(name, out var address) ? address.ToString() : name;
    }

    private string Sentence(HostString host, HttpRequest request)
    {
        var scheme = hosting.Value.IsHttps ? Uri.UriSchemeHttps : request.Scheme;
        var proxied = new HostString(request.Headers["X-Forwarded-Host"].ToString());
        return $"CreamPie does not answer to the host name {host.Host}. Set Hosting__PublicUrl to the address that browsers open, like "
            + $"{scheme}://{host.Value}, or add {NameOf(host)} to Hosting__AllowedHosts, and restart it."
            + (proxied.HasValue && IsServed(proxied) ? " Or let the reverse proxy pass on the Host header that it receives." : "");
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Refused a request for {Host}; later ones are not logged. {Why}")]
        public static partial void Refused(ILogger logger, string host, string why);
    }
}

internal static class HostNamesMiddleware
{
    /// <summary>Runs before HSTS and the redirect to https, which would answer under any name.</summary>
    public static void UseHostNames(this WebApplication app) =>
        app.Use(ActivatorUtilities.CreateInstance<HostNames>(app.Services).ServeAsync);
}
