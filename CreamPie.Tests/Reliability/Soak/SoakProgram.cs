using System.Globalization;
using CreamPie.Core.Storage;

namespace CreamPie.Tests.Reliability.Soak;

/// <summary>
/// <c>dotnet run -c Release --project CreamPie.Tests -- soak 60 [sqlite|postgres] [folder]</c>: the real program works for so many minutes
/// at an even pace, and what must not grow is compared between the two halves. The folder is that of a published program; without it the
/// program runs as built.
/// </summary>
internal static class SoakProgram
{
    /// <returns>The exit code; 0 if nothing grew and nothing failed.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var minutes = int.Parse(args[0], CultureInfo.InvariantCulture);
        var provider = args.Length > 1 ? Enum.Parse<DatabaseProvider>(args[1], ignoreCase: true) : DatabaseProvider.Postgres;
        var published = args.Length > 2 ? args[2] : null;
        await using var system = await SoakSystem.StartAsync(provider, published);
        await using var load = await SoakLoad.StartAsync(system);
        var samples = new List<SoakSample>();
        Console.WriteLine($"{provider}, {minutes} minutes.\n{SoakSample.Head(system)}");
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1));
        for (var minute = 0; minute <= minutes; minute++)
        {
            samples.Add(await SoakSample.TakeAsync(minute, system, load));
            Console.WriteLine(samples[^1]);
            if (minute < minutes)
                await timer.WaitForNextTickAsync();
        }
        await load.StopAsync();
        Console.WriteLine($"{system.Pulls} pulls shown, {load.Answers} answers, {load.Visits} visits of pages.");
        var verdict = new SoakVerdict(samples);
        Console.WriteLine(verdict);
        foreach (var fault in load.Faults.Concat(system.LogFaults().Select(f => f.Line)).Take(50))
            Console.WriteLine("  " + fault);
        return verdict.IsFlat && load.Faults.Count == 0 && system.LogFaults().Count == 0 ? 0 : 1;
    }
}
