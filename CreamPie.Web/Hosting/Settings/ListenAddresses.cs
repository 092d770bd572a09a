using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Hosting.Settings;

/// <summary>Checks where the server is to listen, before it does: Kestrel ends with a stack trace.</summary>
internal static class ListenAddresses
{
    public static IEnumerable<string> Problems(IConfiguration configuration, IHostEnvironment environment) =>
    [
        .. from text in Given(configuration)
           where Read(text) is null
           select $"ASPNETCORE_URLS cannot be '{text}': it is addresses with semicolons, like http://localhost:5080 or http://*:8080, "
               + "without a path (Hosting__PublicUrl may have one).",
        .. from text in Given(configuration)
           where Read(text)?.Scheme == Uri.UriSchemeHttps && !environment.IsDevelopment() && !HasCertificate(configuration)
           select $"ASPNETCORE_URLS: {text} needs a certificate. Set Kestrel__Certificates__Default__Path (and __Password), "
               + "or listen on http behind a proxy that ends TLS.",
        .. from key in new[] { WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey }
           from port in (configuration[key] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
           where !ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _)
           select $"ASPNETCORE_{key.ToUpperInvariant()} cannot be '{port}': it is ports with semicolons, like 8080.",
    ];

    /// <exception cref="OptionsValidationException">Something else listens there, or the machine has no such address.</exception>
    public static void RequireFree(IConfiguration configuration)
    {
        foreach (var text in Given(configuration))
        {
            if (Read(text) is not { IsUnixPipe: false, IsNamedPipe: false } address)
                continue;
            try
            {
                using var listener = new TcpListener(IpOf(address.Host), address.Port);
                listener.Start();
            }
            catch (SocketException fault)
            {
                throw new OptionsValidationException(
                    WebHostDefaults.ServerUrlsKey, typeof(ListenAddresses),
                    [$"ASPNETCORE_URLS: {text} cannot be listened on: {fault.Message}. Set another one."]);
            }
        }
    }

    private static string[] Given(IConfiguration configuration) =>
        (configuration[WebHostDefaults.ServerUrlsKey] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries);

    private static BindingAddress? Read(string text)
    {
        try
        {
            var address = BindingAddress.Parse(text);
            var isListenedOn = address.Scheme.ToLowerInvariant() is "http" or "https" && address.PathBase.Length == 0
                && (address.IsUnixPipe || address.IsNamedPipe || address.Port is >= 0 and <= ushort.MaxValue);
            return isListenedOn ? address : null;
        }
        catch (Exception fault) when (fault is FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool HasCertificate(IConfiguration configuration) =>
        configuration.GetSection("Kestrel:Certificates:Default").GetChildren().Any();

    /// <summary>As Kestrel has it: a name that is not an address means all of them.</summary>
    private static IPAddress IpOf(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
        : IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address
        : Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any;
}
