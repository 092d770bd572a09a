using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CreamPie.Tests.Support;

/// <summary>An SMTP server (RFC 5321) on a free port of 127.0.0.1 that records every conversation line by line.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;
    private readonly string? _refusal;
    private readonly X509Certificate2? _certificate;

    /// <param name="refusal">The answer to every mail.</param>
    /// <param name="certificate">Offered by STARTTLS; the server hangs up afterwards.</param>
    public SmtpServer(string? refusal = null, X509Certificate2? certificate = null)
    {
        _refusal = refusal;
        _certificate = certificate;
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The client's lines before DATA.</summary>
    public ConcurrentQueue<string> Commands { get; } = new();

    /// <summary>The mails as received.</summary>
    public ConcurrentQueue<string> Mails { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_end.Token);
                await TalkAsync(client.GetStream());
            }
        }
        catch (Exception fault) when (
            fault is OperationCanceledException or ObjectDisposedException or SocketException or IOException or AuthenticationException)
        {
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 localhost ESMTP");
        while (await reader.ReadLineAsync(_end.Token) is { } line)
        {
            Commands.Enqueue(line);
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "EHLO":
                    await writer.WriteLineAsync(
                        $"250-localhost\r\n{(_certificate is null ? "" : "250-STARTTLS\r\n")}250-AUTH PLAIN\r\n250 8BITMIME");
                    break;
                case "AUTH":
                    await writer.WriteLineAsync("235 2.7.0 Accepted");
                    break;
                case "STARTTLS" when _certificate is not null:
                    await writer.WriteLineAsync("220 2.0.0 Go on");
                    await using (var secure = new SslStream(stream, leaveInnerStreamOpen: true))
                        await secure.AuthenticateAsServerAsync(
                            new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _end.Token);
                    return;
                case "RCPT" when _refusal is not null:
                    await writer.WriteLineAsync(_refusal);
                    break;
                case "DATA":
                    await writer.WriteLineAsync("354 Go on");
                    Mails.Enqueue(await ReadMailAsync(reader));
                    await writer.WriteLineAsync("250 2.0.0 Taken");
                    break;
                case "QUIT":
                    await writer.WriteLineAsync("221 2.0.0 Bye");
                    return;
                default:
                    await writer.WriteLineAsync("250 2.0.0 Yes");
                    break;
            }
        }
    }

    private async Task<string> ReadMailAsync(StreamReader reader)
    {
        var mail = new StringBuilder();
        while (await reader.ReadLineAsync(_end.Token) is { } line and not ".")
            mail.AppendLine(line);
        return mail.ToString();
    }
}
