using System.Diagnostics;
using System.Globalization;
using CreamPie.Core.Archiving.Buckets;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Archiving.Buckets;

/// <summary>moto's server of the S3 protocol, where it is installed: it refuses a conditional write of a name that is taken.</summary>
internal sealed class MotoServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly int _port;

    private MotoServer(Process process, int port) => (_process, _port) = (process, port);

    /// <summary>Why its tests are skipped; null if they run.</summary>
    public static string? SkipReason { get; } = Find() is null ? "No moto: moto_server is not on PATH." : null;

    public ArchiveOptions Options => new()
    {
        Bucket = S3Server.Bucket,
        Endpoint = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}"),
        AccessKey = "any",
        SecretKey = "thing",
    };

    public static async Task<MotoServer> StartAsync()
    {
        var port = PostgresFixture.FreePort();
        var start = new ProcessStartInfo(Find()!, ["-H", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var server = new MotoServer(Process.Start(start)!, port);
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        await Eventually.SeeAsync(server.CreateAsync);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<string?> CreateAsync()
    {
        using var client = new HttpClient();
        try
        {
            using var created = await client.PutAsync($"{Options.Endpoint}/{S3Server.Bucket}", content: null);
            return created.IsSuccessStatusCode ? "created" : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "moto_server")).FirstOrDefault(File.Exists);
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class MotoFactAttribute : FactAttribute
{
    public MotoFactAttribute() => Skip = MotoServer.SkipReason;
}
