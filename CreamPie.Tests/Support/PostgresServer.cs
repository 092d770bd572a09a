using System.Diagnostics;
using System.Globalization;

namespace CreamPie.Tests.Support;

/// <summary>A PostgreSQL server of a test's own, which can be stopped as by a power cut and restarted.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private readonly string _folder;
    private readonly int _port;

    private PostgresServer(string folder, int port) => (_folder, _port) = (folder, port);

    public string ConnectionString => string.Create(
        CultureInfo.InvariantCulture,
        $"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres;Timeout=5;Command Timeout=10;Maximum Pool Size=20");

    public int Port => _port;

    public static async Task<PostgresServer> StartNewAsync()
    {
        var port = PostgresFixture.FreePort();
        // Created by the server's own user, which differs from ours under root.
        var folder = (await RunAsync("mktemp", "-d", "/tmp/creampie-postgres-own-XXXXXX")).Trim();
        var server = new PostgresServer(folder, port);
        await RunAsync(
            Path.Combine(Binaries, "initdb"), "-D", folder + "/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C");
        await server.StartAsync();
        return server;
    }

    public Task StartAsync() => RunAsync(
        Path.Combine(Binaries, "pg_ctl"), "-D", _folder + "/data", "-w", "-l", _folder + "/log",
        "-o",
        string.Create(CultureInfo.InvariantCulture, $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_folder}"),
        "start");

    /// <summary>Stops without a checkpoint: the next start recovers the commits from the log.</summary>
    public Task StopAsync() => RunAsync(Path.Combine(Binaries, "pg_ctl"), "-D", _folder + "/data", "-m", "immediate", "-w", "stop");

    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync();
        }
        catch (InvalidOperationException)
        {
            // Already stopped.
        }
        await RunAsync("rm", "-rf", _folder);
    }

    private static string Binaries =>
        PostgresFixture.Binaries ?? throw new InvalidOperationException("This test needs the server binaries of PostgreSQL.");

    /// <summary>The output goes to a file: a server left running would keep a pipe open for ever.</summary>
    private static async Task<string> RunAsync(params string[] command)
    {
        var output = Path.GetTempFileName();
        string[] shell = ["sh", "-c", "out=$1; shift; exec \"$@\" </dev/null 2>&1", "sh", output, .. command];
        if (Environment.UserName == "root")
            shell = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", .. shell];
        var start = new ProcessStartInfo("sh", ["-c", "out=$1; shift; exec \"$@\" >\"$out\"", "sh", output, .. shell])
        {
            WorkingDirectory = "/",
        };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        var text = await File.ReadAllTextAsync(output);
        File.Delete(output);
        return process.ExitCode == 0 ? text : throw new InvalidOperationException($"{command[0]}: {text}");
    }
}
