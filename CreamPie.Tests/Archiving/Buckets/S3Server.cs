using System.Diagnostics;
using System.Globalization;
using Amazon.S3;
using CreamPie.Core.Archiving.Buckets;
using CreamPie.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreamPie.Tests.Archiving.Buckets;

/// <summary>
/// s3rver, a server of the S3 protocol, as a process on loopback with its own folder; it can be killed and started again. It checks
/// the access key, but neither signatures nor If-None-Match of a write: for that there is <see cref="MotoServer"/>.
/// </summary>
internal sealed class S3Server : IAsyncDisposable
{
    public const string Bucket = "archive";
    public const string Key = "S3RVER";

    private static readonly Lazy<Task<S3Server>> Shared = new(StartSharedAsync);
    private static int _prefixes;

    private readonly string _folder = Directory.CreateTempSubdirectory("creampie-bucket-").FullName;
    private readonly int _port = PostgresFixture.FreePort();
    private Process? _process;

    public string Endpoint => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}");

    public static async Task<S3Server> StartNewAsync()
    {
        var server = new S3Server();
        await server.StartAsync();
        return server;
    }

    /// <summary>Options for a prefix that no other test has, on a server that all of them share.</summary>
    public static async Task<ArchiveOptions> SharedAsync() =>
        (await Shared.Value).Options(string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _prefixes)}/"));

    public ArchiveOptions Options(string prefix = "") => new()
    {
        Bucket = Bucket,
        Endpoint = Endpoint,
        AccessKey = Key,
        SecretKey = Key,
        Prefix = prefix,
        TimeoutSeconds = 5,
    };

    /// <summary>The same as settings, with colons.</summary>
    public static Dictionary<string, string?> Settings(ArchiveOptions options) => new()
    {
        ["Archive:Bucket"] = options.Bucket,
        ["Archive:Endpoint"] = options.Endpoint,
        ["Archive:AccessKey"] = options.AccessKey,
        ["Archive:SecretKey"] = options.SecretKey,
        ["Archive:Prefix"] = options.Prefix,
        ["Archive:TimeoutSeconds"] = options.TimeoutSeconds.ToString(CultureInfo.InvariantCulture),
    };

    public static BucketStore StoreOf(ArchiveOptions options, TimeProvider? time = null) =>
        new(Microsoft.Extensions.Options.Options.Create(options), time ?? TimeProvider.System, NullLogger<BucketStore>.Instance);

    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("node", ["server.mjs", _folder, _port.ToString(CultureInfo.InvariantCulture), Bucket])
        {
            WorkingDirectory = Path.Combine(Repository.Root, "CreamPie.Tests", "Archiving", "Buckets"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        var complaints = _process.StandardError.ReadToEndAsync();
        if (await _process.StandardOutput.ReadLineAsync() is null)
            throw new InvalidOperationException("The S3 server did not start: " + await complaints);
    }

    /// <summary>SIGKILL; what it has stored stays.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>It ends with the standard input of this process.</summary>
    private static async Task<S3Server> StartSharedAsync()
    {
        var server = await StartNewAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(10));
        return server;
    }

    /// <summary>A client of the bucket, for a test that looks behind the archive's back.</summary>
    public static AmazonS3Client ClientOf(ArchiveOptions options) => BucketClient.Create(options);
}
