using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CreamPie.Tests.Support;

/// <summary>
/// Stands between the program and PostgreSQL, and cuts the connection at COMMIT: before the server hears of it, or after
/// it has done it and before it can say so. The program cannot know which.
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

    /// <summary>How many commits are cut from now on.</summary>
    public int Cut { get; set; }

    /// <summary>True: PostgreSQL commits, and its answer is lost.</summary>
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
            // Either end is gone.
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
                // The answer shows that it is done; nobody hears it.
                _deaf = true;
                await far.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
                await _answered.WaitAsync(_stop.Token);
                _deaf = false;
            }
            return;
        }
    }

    private readonly SemaphoreSlim _answered = new(0);
    private volatile bool _deaf;

    private async Task DownAsync(NetworkStream far, NetworkStream near)
    {
        var buffer = new byte[1 << 16];
        while (await far.ReadAsync(buffer, _stop.Token) is > 0 and var read)
        {
            if (_deaf)
            {
                _answered.Release();
                await Task.Delay(Timeout.Infinite, _stop.Token);
            }
            await near.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }
}
