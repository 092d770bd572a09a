using System.Net.WebSockets;
using System.Text;

namespace CreamPie.Tests.Support;

/// <summary>A circuit without a browser: a web socket that speaks as much of Blazor's protocol as starts one.</summary>
internal sealed class RawCircuit : IDisposable
{
    private static readonly byte[] Handshake = Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e");

    private readonly ClientWebSocket _socket = new();

    private RawCircuit(string token)
    {
        _socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        _socket.Options.CollectHttpResponseDetails = true;
    }

    /// <summary>The status of the handshake; 101 if it was accepted.</summary>
    public int Status => (int)_socket.HttpStatusCode;

    public bool IsOpen => _socket.State == WebSocketState.Open;

    /// <summary>Connects and starts a circuit without components; look at <see cref="Status"/>.</summary>
    /// <param name="server">The root address, http.</param>
    /// <param name="token">An access token.</param>
    /// <param name="path">Where the hub is asked for.</param>
    public static async Task<RawCircuit> OpenAsync(Uri server, string token, string path = "_blazor")
    {
        var circuit = new RawCircuit(token);
        try
        {
            await circuit._socket.ConnectAsync(new UriBuilder(new Uri(server, path)) { Scheme = "ws" }.Uri, CancellationToken.None);
        }
        catch (WebSocketException)
        {
            return circuit;
        }
        await circuit.SendAsync(Handshake);
        await circuit.ReceiveAsync();
        await circuit.SendAsync(Invocation("StartCircuit", server.ToString(), new Uri(server, "stocks").ToString(), "[]", ""));
        return circuit;
    }

    public Task SendAsync(byte[] message) =>
        _socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);

    /// <summary>One message; empty if the server has closed the connection.</summary>
    public async Task<string> ReceiveAsync()
    {
        var buffer = new byte[64 << 10];
        try
        {
            var received = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            return Encoding.UTF8.GetString(buffer, 0, received.Count);
        }
        catch (WebSocketException)
        {
            return "";
        }
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>MessagePack: [1, {}, "0", target, [arguments], []], with its length before it.</summary>
    private static byte[] Invocation(string target, params string[] arguments)
    {
        byte[] body = [0x96, 1, 0x80, .. Text("0"), .. Text(target), (byte)(0x90 + arguments.Length), .. arguments.SelectMany(Text), 0x90];
        return [.. Length(body.Length), .. body];
    }

    private static byte[] Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [0xd9, (byte)bytes.Length, .. bytes];
    }

    private static IEnumerable<byte> Length(int length)
    {
        for (; length >= 0x80; length >>= 7)
            yield return (byte)(length | 0x80);
        yield return (byte)length;
    }
}
