using System.Diagnostics;
using System.Globalization;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CreamPie.Core.Backups.Making;

/// <summary>Finds PostgreSQL's own programs for dump and restore.</summary>
public sealed class PostgresTools(IOptions<BackupOptions> options)
{
    private const string Install =
        "Install PostgreSQL's client programs (Debian: postgresql-client), or name their folder in Backups__PostgresTools.";

    /// <summary>The programs for a database: of its server's version, else the newest.</summary>
    /// <exception cref="BackupException">There are none, or they are older than the server.</exception>
    internal async Task<PostgresClient> FindAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        var folders = Folders().Where(f => File.Exists(Path.Combine(f, "pg_dump"))).Distinct().ToList();
        if (folders.Count == 0)
            throw new BackupException($"pg_dump was not found. {Install}");
        var server = int.Parse(
            await db.Database.SqlQuery<string>($"select current_setting('server_version_num') as \"Value\"").SingleAsync(cancellationToken),
            CultureInfo.InvariantCulture) / 10_000;
        var (folder, client) = (folders[0], 0);
        foreach (var other in folders)
        {
            var major = await MajorAsync(Path.Combine(other, "pg_dump"), cancellationToken);
            if (major == server || major > client)
                (folder, client) = (other, major);
            if (major == server)
                break;
        }
        if (client < server)
        {
            throw new BackupException(
                $"{folder}/pg_dump is of version {client}, and the server of version {server}: it must not be older. {Install}");
        }
        return new(folder, new NpgsqlConnectionStringBuilder(db.Database.GetConnectionString()!));
    }

    private IEnumerable<string> Folders() => !string.IsNullOrWhiteSpace(options.Value.PostgresTools)
        ? [options.Value.PostgresTools]
        : Installed().Concat(
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Debian's; the newest first.</summary>
    private static IEnumerable<string> Installed() => !Directory.Exists("/usr/lib/postgresql")
        ? []
        : Directory.EnumerateDirectories("/usr/lib/postgresql")
            .OrderByDescending(f => int.TryParse(Path.GetFileName(f), out var version) ? version : 0)
            .Select(f => Path.Combine(f, "bin"));

    private static async Task<int> MajorAsync(string program, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, ["--version"]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        var version = said.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(word => char.IsAsciiDigit(word[0]));
        return int.TryParse(version?.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            ? major
            : throw new BackupException($"{program} --version says '{said.Trim()}', which has no version. {Install}");
    }
}
