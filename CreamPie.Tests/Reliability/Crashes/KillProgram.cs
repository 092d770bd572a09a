using CreamPie.Core.Storage;

namespace CreamPie.Tests.Reliability.Crashes;

/// <summary><c>dotnet run -c Release --project CreamPie.Tests -- kill 2000 [sqlite|postgres] [seed]</c>.</summary>
internal static class KillProgram
{
    /// <returns>The exit code; 0 if nothing is lost, doubled or wrong.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var kills = int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture);
        var seed = args.Length > 2 ? int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture) : Random.Shared.Next(1_000_000);
        var reports = await Task.WhenAll(Enum.GetValues<DatabaseProvider>()
            .Where(p => args.Length < 2 || args[1] == "both" || p.ToString().Equals(args[1], StringComparison.OrdinalIgnoreCase))
            .Select(p => RunAsync(p, new KillPlan(kills, p == DatabaseProvider.Sqlite ? 1 : 3, seed))));
        return reports.All(r => r.Complaints.Count == 0) ? 0 : 1;
    }

    private static async Task<KillReport> RunAsync(DatabaseProvider provider, KillPlan plan)
    {
        var report = await new KillLoop(provider, plan, Console.WriteLine).RunAsync();
        Console.WriteLine(report);
        foreach (var fault in report.Complaints.Take(50))
            Console.WriteLine("  " + fault);
        return report;
    }
}
