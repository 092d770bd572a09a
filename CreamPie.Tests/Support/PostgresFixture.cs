using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace CreamPie.Tests.Support;

/// <summary>
/// One throw-away PostgreSQL for the whole test run, from the machine's own binaries and only once a test needs it;
/// or the server of CREAMPIE_TEST_POSTGRES (a connection string whose user may create databases).
/// </summary>
internal static class PostgresFixture
{
    /// <summary>
    /// The shell between us and PostgreSQL stops it and removes its folder when our end of its standard input closes,
    /// which also happens when the test run is killed; a session of its own keeps it out of a kill of our process group.
    /// </summary>
    private const string Script = """
        set -e
        folder=$(mktemp -d /tmp/creampie-postgres-XXXXXX)
        trap 'rm -rf "$folder"' EXIT
        "$1/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$folder/log" 2>&1 \
            || { cat "$folder/log" >&2; exit 1; }
        options="-c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder -c max_connections=400"
        "$1/pg_ctl" -D "$folder/data" -w -l "$folder/log" -o "-p $2 $options -c fsync=$3 -c full_page_writes=$3" start >/dev/null 2>&1 \
            || { cat "$folder/log" >&2; exit 1; }
        trap '"$1/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1; rm -rf "$folder"' EXIT
        echo ready
        cat >/dev/null
        """;

    private static readonly string? External =
        Environment.GetEnvironmentVariable("CREAMPIE_TEST_POSTGRES") is { Length: > 0 } given ? given : null;
    public static readonly string? Binaries = FindBinaries();
    private static readonly Lazy<Task<string>> Server = new(StartAsync);
    private static int _databases;

    /// <summary>Why the tests that need PostgreSQL are skipped; null if they run. On CI they run, and fail without one.</summary>
    public static string? SkipReason { get; } =
        External is not null || Binaries is not null || Environment.GetEnvironmentVariable("CI") == "true"
            ? null
            : "No PostgreSQL: neither its server binaries (/usr/lib/postgresql/*/bin or PATH) nor CREAMPIE_TEST_POSTGRES.";

    /// <summary>The connection string of a new database.</summary>
    /// <param name="template">The database to copy; null for an empty one.</param>
    public static async Task<string> CreateDatabaseAsync(string name, string? template = null)
    {
        var server = await Server.Value;
        var database = $"{name.ToLowerInvariant()}_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}";
        // Copying files is three times as fast as logging pages.
        await ExecuteAsync(
            server, $"create database \"{database}\"" + (template is null ? "" : $" template \"{template}\" strategy file_copy"));
        return new NpgsqlConnectionStringBuilder(Patient(server))
        {
            Database = database,
            MaxPoolSize = 20,
            IncludeErrorDetail = true,
        }.ToString();
    }

    /// <summary>
    /// A machine that stalls must fail no test: with the shipped 15 s for a connection, and 30 s for a command, one does with "likely due
    /// to a transient failure".
    /// </summary>
    private static string Patient(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Timeout = 120, CommandTimeout = 300 }.ToString();

    /// <summary>Drops the database from an external server at exit; our own server is removed as a whole.</summary>
    public static void DropAtExit(string connectionString)
    {
        if (External is not null)
            AppDomain.CurrentDomain.ProcessExit += (_, _) => DropDatabaseAsync(connectionString).Wait(TimeSpan.FromSeconds(10));
    }

    public static async Task DropDatabaseAsync(string connectionString)
    {
        await using (var pool = new NpgsqlConnection(connectionString))
            NpgsqlConnection.ClearPool(pool);
        await ExecuteAsync(await Server.Value, $"drop database if exists \"{NameOf(connectionString)}\" with (force)");
    }

    /// <summary>Puts a copy in the database's place, under its name.</summary>
    /// <param name="connectionString">Of the database.</param>
    /// <param name="copy">The connection string of its copy.</param>
    public static async Task ReplaceDatabaseAsync(string connectionString, string copy)
    {
        await DropDatabaseAsync(connectionString);
        await ExecuteAsync(await Server.Value, $"create database \"{NameOf(connectionString)}\" template \"{NameOf(copy)}\"");
    }

    public static string NameOf(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString).Database!;

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(Patient(connectionString));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> StartAsync()
    {
        if (External is not null)
            return External;
        if (Binaries is null)
            throw new InvalidOperationException("CI needs PostgreSQL: install its server, or set CREAMPIE_TEST_POSTGRES.");

        var port = FreePort();
        var fsync = Environment.GetEnvironmentVariable("CREAMPIE_TEST_POSTGRES_FSYNC") == "on" ? "on" : "off";
        string[] shell = ["setsid", "sh", "-c", Script, "sh", Binaries, port.ToString(CultureInfo.InvariantCulture), fsync];
        // PostgreSQL refuses to run as root.
        string[] command = Environment.UserName == "root"
            ? ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", .. shell]
            : shell;
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        var process = Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            process.StandardInput.Close();
            process.WaitForExit(TimeSpan.FromSeconds(10));
        };
        if (await process.StandardOutput.ReadLineAsync() != "ready")
            throw new InvalidOperationException("PostgreSQL did not start: " + await process.StandardError.ReadToEndAsync());
        return $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres";
    }

    /// <summary>Below the system's ephemeral ports, so that no other test gets it before PostgreSQL is up.</summary>
    public static int FreePort()
    {
        while (true)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(20_000, 32_000));
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // The port is in use.
            }
        }
    }

    private static string? FindBinaries()
    {
        var installed = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql")
                .OrderByDescending(f => int.TryParse(Path.GetFileName(f), out var v) ? v : 0)
                .Select(f => Path.Combine(f, "bin"))
            : [];
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return installed.Concat(onPath).FirstOrDefault(f =>
            File.Exists(Path.Combine(f, "initdb")) && File.Exists(Path.Combine(f, "pg_ctl")));
    }
}
