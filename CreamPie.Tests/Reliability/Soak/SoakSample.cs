using System.Globalization;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Reliability.Soak;

/// <summary>What one process holds.</summary>
/// <param name="Role">Web, Worker or All.</param>
/// <param name="Rss">Resident memory, megabytes.</param>
/// <param name="Handles">Open file descriptors.</param>
/// <param name="Threads">Of the process.</param>
internal sealed record SoakNode(string Role, double Rss, int Handles, int Threads)
{
    public static SoakNode Of(string role, int process)
    {
        var status = File.ReadLines($"/proc/{process}/status").Select(l => l.Split(':', 2)).ToDictionary(l => l[0], l => l[1].Trim());
        return new(
            role,
            double.Parse(status["VmRSS"].Split(' ')[0], CultureInfo.InvariantCulture) / 1_024,
            Directory.GetFileSystemEntries($"/proc/{process}/fd").Length,
            int.Parse(status["Threads"], CultureInfo.InvariantCulture));
    }
}

/// <summary>What the program holds at one minute of the run.</summary>
/// <param name="Heap">Megabytes of managed memory that lived after the last collection, of the node that serves pages.</param>
/// <param name="Connections">To PostgreSQL's database, this command's own included.</param>
/// <param name="LogBytes">Written so far.</param>
/// <param name="LogFaults">Lines at Error or Fatal so far.</param>
/// <param name="Visits">Of pages so far.</param>
/// <param name="Faults">Answers and pages that failed so far.</param>
internal sealed record SoakSample(
    int Minute, IReadOnlyList<SoakNode> Nodes, double Heap, int Connections, long LogBytes, int LogFaults, double DatabaseMegabytes,
    double ArchiveMegabytes, int Documents, int Answers, int Visits, int Faults)
{
    public static string Head(SoakSystem system) =>
        "| min | " + string.Join(" | ", system.Nodes.Select(n => $"{n.Role}: RSS MB | handles | threads"))
        + " | heap MB | connections | log KB | fail lines | database MB | archive MB | loaded | answers | visits | faults |\n"
        + "|" + string.Concat(Enumerable.Repeat("---:|", 11 + 3 * system.Nodes.Count));

    public static async Task<SoakSample> TakeAsync(int minute, SoakSystem system, SoakLoad load)
    {
        await using var db = system.Database.Open();
        var isPostgres = db.Database.IsNpgsql();
        return new(
            minute,
            [.. system.Nodes.Select(n => SoakNode.Of(n.Role, n.Process.Id))],
            await load.HeapAsync() / 1e6,
            isPostgres
                ? await NumberAsync(
                    db, $"select count(*)::int as \"Value\" from pg_stat_activity where datname = current_database()")
                : 0,
            system.Logs().Sum(f => new FileInfo(f).Length),
            system.LogFaults().Count,
            isPostgres
                ? await NumberAsync(db, $"select (pg_database_size(current_database()) / 1024)::int as \"Value\"") / 1_024.0
                : new FileInfo(Path.Combine(system.Database.Folder, "creampie.db")).Length / 1e6,
            system.Files("archive").Sum(f => new FileInfo(f).Length) / 1e6,
            await db.Documents.CountAsync(d => d.State == DocumentState.Loaded),
            load.Answers,
            load.Visits,
            load.Faults.Count);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"| {Minute} | ")
        + string.Join(" | ", Nodes.Select(n => string.Create(CultureInfo.InvariantCulture, $"{n.Rss:0} | {n.Handles} | {n.Threads}")))
        + string.Create(
            CultureInfo.InvariantCulture,
            $" | {Heap:0} | {Connections} | {LogBytes / 1_000} | {LogFaults} | {DatabaseMegabytes:0.0} | {ArchiveMegabytes:0.0} "
            + $"| {Documents} | {Answers} | {Visits} | {Faults} |");

    private static Task<int> NumberAsync(CreamPieDbContext db, FormattableString sql) => db.Database.SqlQuery<int>(sql).SingleAsync();
}
