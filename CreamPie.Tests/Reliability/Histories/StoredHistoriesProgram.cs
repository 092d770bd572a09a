using System.Globalization;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Reliability.Histories;

/// <summary><c>histories stored 500</c>: that many histories through the loader, on both databases.</summary>
internal static class StoredHistoriesProgram
{
    public static async Task<int> RunAsync(string count, string firstSeed)
    {
        var exitCode = 0;
        foreach (var provider in Enum.GetValues<DatabaseProvider>())
        {
            await using var database = await TestDatabase.CreateAsync(provider);
            var run = new StoredHistories(database);
            await run.RunAsync(int.Parse(count, CultureInfo.InvariantCulture), int.Parse(firstSeed, CultureInfo.InvariantCulture));
            Console.WriteLine($"{provider}: {run.Report()}");
            foreach (var fault in run.SilentlyWrong.Take(20).Concat(run.OrderDependent.Take(3)))
                Console.WriteLine(fault);
            exitCode = run.SilentlyWrong.Count + run.OrderDependent.Count == 0 ? exitCode : 1;
        }
        return exitCode;
    }
}
