using System.Collections.Concurrent;
using System.Globalization;
using CreamPie.Core.Storage;

namespace CreamPie.Tests.Reliability.Crashes;

/// <summary>
/// <c>dotnet run -c Release --project CreamPie.Tests -- crash 50 [both|sqlite|postgres] [point]</c>: every crash point that many
/// times, alternately by FailFast and SIGKILL.
/// </summary>
internal static class CrashProgram
{
    /// <returns>The exit code; 0 if nothing is lost, doubled or wrong.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var times = int.Parse(args[0], CultureInfo.InvariantCulture);
        var providers = Enum.GetValues<DatabaseProvider>()
            .Where(p => args.Length < 2 || args[1] == "both" || p.ToString().Equals(args[1], StringComparison.OrdinalIgnoreCase));
        var points = CrashPointTests.All.Where(p => args.Length < 3 || p == args[2]);
        var deaths = (from round in Enumerable.Range(1, times)
                      from provider in providers
                      from point in points
                      select (round, provider, point)).ToList();
        var faults = new ConcurrentQueue<string>();
        var done = 0;
        await Parallel.ForEachAsync(deaths, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (death, _) =>
        {
            try
            {
                await CrashPointTests.DieAsync(
                    death.provider, death.point, CrashPointTests.DeathOf(death.provider, death.point, death.round));
            }
            catch (Exception fault)
            {
                faults.Enqueue($"{death.provider} {death.point}, round {death.round}: {fault.Message}");
            }
            if (Interlocked.Increment(ref done) % 100 == 0)
                Console.WriteLine($"{done} of {deaths.Count} deaths, {faults.Count} faults");
        });
        Console.WriteLine(
            $"{deaths.Count} deaths: {times} at each of {points.Count()} points on each of {providers.Count()} databases, "
            + $"{faults.Count} faults");
        foreach (var fault in faults.Take(50))
            Console.WriteLine("  " + fault);
        return deaths.Count > 0 && faults.IsEmpty ? 0 : 1;
    }
}
