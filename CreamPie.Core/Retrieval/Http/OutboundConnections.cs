using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace CreamPie.Core.Retrieval.Http;

/// <summary>
/// The only outbound connections: no proxy, cookies, automatic redirects or trace headers, and only to addresses checked
/// after the one DNS look-up that the connection uses, so that a name cannot be rebound in between. One connection for
/// each request, and no retry: SocketsHttpHandler would retry up to three times at once when a server closes without a
/// response, but retries belong to the pipeline.
/// </summary>
internal static class OutboundConnections
{
    private static readonly HttpRequestOptionsKey<bool> Connected = new("connected");

    public static SocketsHttpHandler CreateHandler(RetrievalOptions options) =>
        CreateHandler(options.ConnectTimeout, options.AllowPrivateNetworks, "Retrieval__AllowPrivateNetworks");

    /// <param name="connectTimeout">Of a connection.</param>
    /// <param name="allowPrivate">False: only to addresses of the public Internet.</param>
    /// <param name="allowing">The setting behind <paramref name="allowPrivate"/>, which a refusal names.</param>
    public static SocketsHttpHandler CreateHandler(TimeSpan connectTimeout, bool allowPrivate, string allowing) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseProxy = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = connectTimeout,
        PooledConnectionLifetime = TimeSpan.Zero,
        MaxResponseDrainSize = 0,
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context, allowPrivate, allowing, cancellationToken),
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, _, _, errors) =>
                errors == SslPolicyErrors.None
                    ? true
                    : throw new ConnectionRefusedException($"its TLS certificate is not valid ({errors})."),
        },
    };

    private static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, bool allowPrivate, string allowing, CancellationToken cancellationToken)
    {
        var requestOptions = context.InitialRequestMessage.Options;
        if (requestOptions.TryGetValue(Connected, out _))
            throw new HttpIOException(HttpRequestError.ResponseEnded);
        requestOptions.Set(Connected, true);
        var host = context.DnsEndPoint;
        var addresses = await Dns.GetHostAddressesAsync(host.Host, cancellationToken);
        var allowed = allowPrivate ? addresses : addresses.Where(PublicNetwork.Contains).ToArray();
        if (allowed.Length == 0)
        {
            throw new ConnectionRefusedException(addresses.Length == 0
                ? "its name has no address."
                : $"its address {addresses[0]} is not on the public Internet; {allowing}=true would allow it.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, host.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>The connection is not allowed, now or later.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Thrown here only, with a message.")]
[SuppressMessage("Design", "CA1064", Justification = "Never leaves the Retriever.")]
internal sealed class ConnectionRefusedException(string message) : Exception(message);
