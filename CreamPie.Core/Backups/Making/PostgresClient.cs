using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace CreamPie.Core.Backups.Making;

/// <summary>Calls pg_dump, pg_restore and psql. The password is never an argument, which everybody on the machine sees.</summary>
internal sealed class PostgresClient(string folder, NpgsqlConnectionStringBuilder connection)
{
    /// <summary>The same programs for another database.</summary>
    public PostgresClient Of(NpgsqlConnectionStringBuilder other) => new(folder, other);

    /// <summary>Hangfire's tables are left out: its jobs are triggers, which the schedule makes again.</summary>
    public async Task DumpAsync(string snapshot, Stream to, CancellationToken cancellationToken)
    {
        using var dump = Start(
            "pg_dump", [.. Server(), "--format=custom", $"--snapshot={snapshot}", "--exclude-schema=hangfire", "--no-owner",
                "--no-privileges", "--no-password"]);
        var errors = dump.StandardError.ReadToEndAsync(cancellationToken);
        await RunAsync(dump, () => dump.StandardOutput.BaseStream.CopyToAsync(to, 1 << 20, cancellationToken), cancellationToken);
        if (dump.ExitCode != 0)
            throw new BackupException($"pg_dump failed: {(await errors).Trim()}");
    }

    /// <summary>
    /// Puts a dump in the place of what is in the database, in one transaction: it is there whole, or what was there before is.
    /// </summary>
    /// <param name="dump">The file.</param>
    /// <param name="before">SQL that runs before.</param>
    /// <param name="after">SQL that runs after.</param>
    /// <param name="cancellationToken">Rolls back.</param>
    public async Task RestoreAsync(string dump, string before, string after, CancellationToken cancellationToken)
    {
        using var psql = Start("psql", [.. Server(), "--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1"], takesInput: true);
        var said = psql.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = psql.StandardError.ReadToEndAsync(cancellationToken);
        await RunAsync(psql, async () =>
        {
            var input = psql.StandardInput;
            try
            {
                // An end of the input before the commit, when this process dies, rolls back.
                await input.WriteLineAsync($"begin;\n{before}".AsMemory(), cancellationToken);
                await input.FlushAsync(cancellationToken);
                await ScriptAsync(dump, input.BaseStream, cancellationToken);
                await input.WriteLineAsync($"{after}\ncommit;".AsMemory(), cancellationToken);
                await input.FlushAsync(cancellationToken);
                input.Close();
            }
            catch (IOException)
            {
                // psql has ended; it says why.
            }
        }, cancellationToken);
        await said;
        if (psql.ExitCode != 0)
            throw new BackupException($"The database was not restored, and is as it was: {(await errors).Trim()}");
    }

    private async Task ScriptAsync(string dump, Stream to, CancellationToken cancellationToken)
    {
        using var restore = Start("pg_restore", ["--no-owner", "--no-privileges", "--file=-", dump]);
        var errors = restore.StandardError.ReadToEndAsync(cancellationToken);
        await RunAsync(restore, () => restore.StandardOutput.BaseStream.CopyToAsync(to, 1 << 20, cancellationToken), cancellationToken);
        if (restore.ExitCode != 0)
            throw new BackupException($"pg_restore cannot read {dump}: {(await errors).Trim()}");
    }

    /// <summary>Ends the program with the work: one that is left alone would go on.</summary>
    private static async Task RunAsync(Process process, Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
            await process.WaitForExitAsync(cancellationToken);
        }
        catch
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
    }

    private IEnumerable<string> Server() =>
    [
        $"--host={connection.Host}", string.Create(CultureInfo.InvariantCulture, $"--port={connection.Port}"),
        $"--username={connection.Username}", $"--dbname={connection.Database}",
    ];

    private Process Start(string program, string[] arguments, bool takesInput = false)
    {
        var start = new ProcessStartInfo(Path.Combine(folder, program), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = takesInput,
        };
        if (!string.IsNullOrEmpty(connection.Password))
            start.Environment["PGPASSWORD"] = connection.Password;
        if (!string.IsNullOrEmpty(connection.Passfile))
            start.Environment["PGPASSFILE"] = connection.Passfile;
        if (!string.IsNullOrEmpty(connection.RootCertificate))
            start.Environment["PGSSLROOTCERT"] = connection.RootCertificate;
        start.Environment["PGSSLMODE"] = connection.SslMode switch
        {
            SslMode.VerifyFull => "verify-full",
            SslMode.VerifyCA => "verify-ca",
            var mode => mode.ToString().ToLowerInvariant(),
        };
        return Process.Start(start)!;
    }
}
