using System.Diagnostics;
using System.Globalization;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Reliability.Nodes;

/// <summary>The machine's HAProxy with docs/haproxy.cfg, on a free port of 127.0.0.1.</summary>
internal sealed class HaProxy : IAsyncDisposable
{
    private readonly Process _process;

    private HaProxy(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Why its tests are skipped; null if they run. On CI they run, and fail without it.</summary>
    public static string? SkipReason { get; } = Find() is not null || Environment.GetEnvironmentVariable("CI") == "true"
        ? null
        : "No HAProxy: haproxy is not on PATH.";

    /// <summary>Returns once it has found both nodes ready.</summary>
    public static async Task<HaProxy> StartAsync(Uri web1, Uri web2)
    {
        var port = PostgresFixture.FreePort();
        var bind = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        var start = new ProcessStartInfo(
            Find() ?? throw new InvalidOperationException("CI needs HAProxy: install it."),
            ["-db", "-f", Path.Combine(Repository.Root, "docs", "haproxy.cfg")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PROXY_BIND"] = bind;
        start.Environment["PROXY_SCHEME"] = "http";
        start.Environment["WEB1"] = web1.Authority;
        start.Environment["WEB2"] = web2.Authority;
        var proxy = new HaProxy(Process.Start(start)!, new Uri($"http://{bind}/"));
        proxy._process.BeginOutputReadLine();
        proxy._process.BeginErrorReadLine();
        using var client = new HttpClient { BaseAddress = proxy.Address };
        await Eventually.SeeAsync(async () =>
        {
            try
            {
                using var answer = await client.GetAsync("/healthz/live");
                return answer.IsSuccessStatusCode ? "up" : null;
            }
            catch (HttpRequestException)
            {
                return null;
            }
        });
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Append("/usr/sbin").Select(folder => Path.Combine(folder, "haproxy")).FirstOrDefault(File.Exists);
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class ClusterFactAttribute : FactAttribute
{
    public ClusterFactAttribute() => Skip = HaProxy.SkipReason ?? PostgresFixture.SkipReason ?? Browser.Chromium.SkipReason;
}
