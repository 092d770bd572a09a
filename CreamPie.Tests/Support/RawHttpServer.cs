using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CreamPie.Tests.Support;

/// <summary>
/// A source on 127.0.0.1 that can misbehave: each path (with its query, or for any query) has a script that writes raw bytes
/// to the socket, one request per connection. A path without a script answers 404; robots.txt without one is not counted.
/// </summary>
internal sealed class RawHttpServer : IDisposable
{
    public const string RobotsPath = "/robots.txt";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, Func<Stream, CancellationToken, Task>> _scripts = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentQueue<Exchange> _exchanges = new();
    private readonly X509Certificate2? _certificate;
    private int _connections;

    /// <param name="selfSigned">Speak TLS with an untrusted certificate.</param>
    public RawHttpServer(bool selfSigned = false)
    {
        _certificate = selfSigned ? CreateCertificate() : null;
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Root => new($"{(_certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Request line and headers of each request, in order of arrival.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>One request and its answer.</summary>
    /// <param name="Head">Request line and headers.</param>
    /// <param name="Arrived">Stopwatch ticks when the request arrived.</param>
    public sealed record Exchange(string Head, long Arrived)
    {
        public string Path => Head.Split(' ')[1];
    }

    /// <summary>All finished exchanges, robots.txt included, in order of arrival.</summary>
    public IReadOnlyList<Exchange> Exchanges => [.. _exchanges.OrderBy(e => e.Arrived)];

    public Uri Url(string path) => new(Root, path);

    /// <summary>How often a path (with its query) was requested.</summary>
    public int Count(string path) => _requests.Count(r => r.StartsWith($"GET {path} ", StringComparison.Ordinal));

    public void On(string path, Func<Stream, CancellationToken, Task> script) => _scripts[path] = script;

    public void On(string path, byte[] raw) =>
        On(path, async (stream, cancellationToken) => await stream.WriteAsync(raw, cancellationToken));

    /// <summary>A complete answer with its Content-Length.</summary>
    public static byte[] Answer(int status, byte[] body, params string[] headers) =>
        Raw(status, body, [.. headers, string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}")]);

    /// <summary>An answer exactly as given; without a length it ends when the connection is closed.</summary>
    public static byte[] Raw(int status, byte[] body, params string[] headers)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} X\r\n")
            + string.Concat(headers.Select(h => h + "\r\n")) + "Connection: close\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _certificate?.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        Interlocked.Increment(ref _connections);
        using var connection = client;
        try
        {
            Stream stream = client.GetStream();
            if (_certificate is not null)
            {
                var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
                stream = tls;
            }
            await using (stream)
            {
                var request = await ReadHeadAsync(stream);
                if (request.Split(' ') is not [_, var path, ..])
                    return;
                if (path == RobotsPath && !_scripts.ContainsKey(path))
                    Interlocked.Decrement(ref _connections);
                else
                    _requests.Enqueue(request);
                var arrived = Stopwatch.GetTimestamp();
                using var ended = new OnDispose(() => _exchanges.Enqueue(new Exchange(request, arrived)));
                if (_scripts.TryGetValue(path, out var script) || _scripts.TryGetValue(path.Split('?')[0], out script))
                    await script(stream, _stop.Token);
                else
                    await stream.WriteAsync(Answer(404, "not here"u8.ToArray()), _stop.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The client disconnected, as some scripts provoke.
        }
    }

    private async Task<string> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, _stop.Token) == 1)
        {
            // The first byte of a TLS handshake, which a server without TLS cannot parse.
            if (head.Append((char)one[0])[0] == 0x16)
                return "";
        }
        return head.ToString();
    }

    private sealed class OnDispose(Action act) : IDisposable
    {
        public void Dispose() => act();
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(
            new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2090, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
