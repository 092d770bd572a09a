using System.Globalization;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Benchmarks.Round;

/// <summary>
/// Processor time of PostgreSQL's sessions on this machine, from /proc. What a caller waits for a statement is mostly the turn of
/// other programs where both cores are taken; this is not.
/// </summary>
internal static class DatabaseProcessor
{
    /// <summary>The kernel counts in hundredths of a second.</summary>
    private const double Tick = 10;

    /// <returns>Milliseconds by process; empty on SQLite.</returns>
    public static async Task<Dictionary<int, double>> TimesAsync(CreamPieDbContext db)
    {
        if (!db.Database.IsNpgsql())
            return [];
        var sessions = await db.Database
            .SqlQuery<int>($"select pid as \"Value\" from pg_stat_activity where datname = current_database()").ToListAsync();
        return sessions.Where(pid => File.Exists(Stat(pid))).ToDictionary(pid => pid, Milliseconds);
    }

    /// <param name="before">Of <see cref="TimesAsync"/>; a session that began since counts from its beginning.</param>
    /// <param name="after">The same, later.</param>
    public static double Between(Dictionary<int, double> before, Dictionary<int, double> after) =>
        after.Sum(session => session.Value - before.GetValueOrDefault(session.Key));

    private static double Milliseconds(int pid)
    {
        // After the name, which may have spaces: state, and thirteen numbers further on time as user and in the kernel.
        var text = File.ReadAllText(Stat(pid));
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return Tick * (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture));
    }

    private static string Stat(int pid) => string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat");
}
