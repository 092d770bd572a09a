using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Reliability.Nodes;

/// <summary>The machine's HAProxy with docs/haproxy.cfg, on a free port of 127.0.0.1.</summary>
internal sealed class HaProxy : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private HaProxy(Process process, string folder, Uri address) => (_process, _folder, Address) = (process, folder, address);

    public Uri Address { get; }

    /// <summary>Why its tests are skipped; null if they run. On CI they run, and fail without it.</summary>
    public static string? SkipReason { get; } = Find() is not null || Environment.GetEnvironmentVariable("CI") == "true"
        ? null
        : "No HAProxy: haproxy is not on PATH.";

    /// <summary>Returns once it has found both nodes ready.</summary>
    public static async Task<HaProxy> StartAsync(Uri web1, Uri web2)
    {
        var bind = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{PostgresFixture.FreePort()}");
        var folder = Directory.CreateTempSubdirectory("creampie-proxy-").FullName;
        var own = Path.Combine(folder, "own.cfg");
        await File.WriteAllTextAsync(own, $"global\n  stats socket {SocketIn(folder)} mode 600 level user\n");
        var start = new ProcessStartInfo(
            Find() ?? throw new InvalidOperationException("CI needs HAProxy: install it."),
            ["-db", "-f", own, "-f", Path.Combine(Repository.Root, "docs", "haproxy.cfg")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PROXY_BIND"] = bind;
        start.Environment["PROXY_SCHEME"] = "http";
        start.Environment["WEB1"] = web1.Authority;
        start.Environment["WEB2"] = web2.Authority;
        var proxy = new HaProxy(Process.Start(start)!, folder, new Uri($"http://{bind}/"));
        proxy._process.BeginOutputReadLine();
        proxy._process.BeginErrorReadLine();
        await proxy.SeeAsync(0, isUp: true);
        await proxy.SeeAsync(1, isUp: true);
        return proxy;
    }

    /// <summary>Returns once its health checks have found out.</summary>
    /// <param name="web">0 or 1.</param>
    public Task SeeAsync(int web, bool isUp) => Eventually.SeeAsync(async () =>
        await CheckAsync(web) is { } check && check.StartsWith("L7OK", StringComparison.Ordinal) == isUp
            && (await StatusAsync(web)).StartsWith(isUp ? "UP" : "DOWN", StringComparison.Ordinal) ? check : null);

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Task<string> StatusAsync(int web) => ColumnAsync(web, "status");

    /// <summary>Empty before the first check, and with a star while another one runs.</summary>
    private async Task<string> CheckAsync(int web) => (await ColumnAsync(web, "check_status")).TrimStart('*', ' ');

    /// <summary>Of "show stat": a table with commas, its heading first. Empty until it listens.</summary>
    private async Task<string> ColumnAsync(int web, string name)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketIn(_folder)));
            await using var stream = new NetworkStream(socket);
            await stream.WriteAsync("show stat\n"u8.ToArray());
            using var reader = new StreamReader(stream, Encoding.ASCII);
            var text = await reader.ReadToEndAsync();
            var rows = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(r => r.Split(',')).ToList();
            var server = string.Create(CultureInfo.InvariantCulture, $"web{web + 1}");
            return rows.Single(r => r[1] == server)[Array.IndexOf(rows[0], name)];
        }
        catch (SocketException)
        {
            return "";
        }
    }

    private static string SocketIn(string folder) => Path.Combine(folder, "stats");

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Append("/usr/sbin").Select(folder => Path.Combine(folder, "haproxy")).FirstOrDefault(File.Exists);
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class ClusterFactAttribute : FactAttribute
{
    public ClusterFactAttribute() => Skip = HaProxy.SkipReason ?? PostgresFixture.SkipReason ?? Browser.Chromium.SkipReason;
}
