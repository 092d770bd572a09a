using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CreamPie.Tests.Benchmarks.Cached;

/// <summary>Asks for one answer again and again over one connection, at the least cost: what is measured is the server.</summary>
internal sealed class RawReader : IDisposable
{
    private static readonly byte[] Length = "\r\nContent-Length: "u8.ToArray();

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[1 << 18];
    private readonly byte[] _request;

    public RawReader(Uri url, params string[] headers)
    {
        var text = $"GET {url.PathAndQuery} HTTP/1.1\r\nHost: localhost\r\n{string.Concat(headers.Select(h => h + "\r\n"))}\r\n";
        _request = Encoding.ASCII.GetBytes(text);
        _socket.Connect(IPAddress.Loopback, url.Port);
    }

    /// <summary>Stopwatch ticks of each answer until the time is over.</summary>
    public async Task<List<long>> RunAsync(TimeSpan duration)
    {
        var taken = new List<long>(100_000);
        var ends = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        for (var start = Stopwatch.GetTimestamp(); start < ends;)
        {
            await ReadAsync();
            var end = Stopwatch.GetTimestamp();
            taken.Add(end - start);
            start = end;
        }
        return taken;
    }

    /// <returns>Bytes of the body.</returns>
    public async Task<int> ReadAsync()
    {
        await _socket.SendAsync(_request);
        var (filled, head) = (0, -1);
        while (head < 0)
        {
            filled += await ReceiveAsync(filled);
            head = _buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
        }
        if (!_buffer.AsSpan(0, filled).StartsWith("HTTP/1.1 200"u8))
            throw new InvalidOperationException(Encoding.ASCII.GetString(_buffer, 0, filled));
        var length = BodyLength(_buffer.AsSpan(0, head + 2));
        for (var left = length - (filled - head - 4); left > 0;)
            left -= await ReceiveAsync(0);
        return length;
    }

    public void Dispose() => _socket.Dispose();

    private async ValueTask<int> ReceiveAsync(int offset) =>
        await _socket.ReceiveAsync(_buffer.AsMemory(offset)) is > 0 and var count
            ? count
            : throw new InvalidOperationException("The server closed the connection.");

    private static int BodyLength(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf(Length);
        var digits = head[(at + Length.Length)..];
        return at >= 0 && int.TryParse(digits[..digits.IndexOf((byte)'\r')], out var length)
            ? length
            : throw new InvalidOperationException("No Content-Length: " + Encoding.ASCII.GetString(head));
    }
}
