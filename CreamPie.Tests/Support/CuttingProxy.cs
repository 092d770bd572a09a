using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CreamPie.Tests.Support;

/// <summary>
/// A proxy between the program and PostgreSQL that cuts the connection at COMMIT: before it reaches the server, or after the
/// server has committed but before its answer arrives. The program cannot know which.
/// </summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _port;
    private int _cuts;

    public CuttingProxy(int port)
    {
        _port = port;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many of the next commits are cut.</summary>
    public int Cut { get; set; }

    /// <summary>True: PostgreSQL commits and its answer is lost.</summary>
    public bool AfterCommit { get; set; }

    public int Cuts => Volatile.Read(ref _cuts);

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
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
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _port, _stop.Token);
            await Task.WhenAny(UpAsync(near.GetStream(), far.GetStream()), DownAsync(far.GetStream(), near.GetStream()));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // One end has disconnected.
        }
    }

    private async Task UpAsync(NetworkStream near, NetworkStream far)
    {
        var buffer = new byte[1 << 16];
        while (await near.ReadAsync(buffer, _stop.Token) is > 0 and var read)
        {
            var isCommit = Cut > 0 && Encoding.ASCII.GetString(buffer, 0, read).Contains("COMMIT", StringComparison.Ordinal);
            if (!isCommit)
            {
                await far.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
                continue;
            }
            Cut--;
            Interlocked.Increment(ref _cuts);
            if (AfterCommit)
            {
                // The answer proves the commit; it is not forwarded.
                _isAnswerDropped = true;
                await far.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
                await _answered.WaitAsync(_stop.Token);
                _isAnswerDropped = false;
            }
            return;
        }
    }

    private readonly SemaphoreSlim _answered = new(0);
    private volatile bool _isAnswerDropped;

    private async Task DownAsync(NetworkStream far, NetworkStream near)
    {
        var buffer = new byte[1 << 16];
        while (await far.ReadAsync(buffer, _stop.Token) is > 0 and var read)
        {
            if (_isAnswerDropped)
            {
                _answered.Release();
                await Task.Delay(Timeout.Infinite, _stop.Token);
            }
            await near.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }
}
