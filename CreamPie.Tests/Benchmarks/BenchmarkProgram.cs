using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using CreamPie.Tests.Architecture;
using CreamPie.Tests.Attacks;
using CreamPie.Tests.Benchmarks.Cached;
using CreamPie.Tests.Benchmarks.Large;
using CreamPie.Tests.Benchmarks.Round;
using CreamPie.Tests.Benchmarks.Starts;
using CreamPie.Tests.Browser;
using CreamPie.Tests.Components.Integrations;
using CreamPie.Tests.Hosting;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Reliability.Crashes;
using CreamPie.Tests.Reliability.Fuzzing;
using CreamPie.Tests.Reliability.Histories;
using CreamPie.Tests.Reliability.Soak;

namespace CreamPie.Tests.Benchmarks;

/// <summary>
/// <c>dotnet run -c Release --project CreamPie.Tests -- --filter '*Page*'</c> measures, <c>-- charts</c> measures in the
/// browser, <c>-- screenshots</c> takes pictures, <c>-- arrows</c> draws who knows whom in Core's README,
/// <c>-- endpoints</c> writes down who gets which answer from each endpoint, <c>-- integrations</c> writes docs/integrations.md,
/// <c>-- kill 2000</c> kills,
/// <c>-- crash 50</c> dies at every crash point, <c>-- outages 50</c> stops PostgreSQL, <c>-- mutate 100000</c> reads that many mutated
/// pages, <c>-- histories 50000</c> judges that many histories of splits and dividends, <c>-- histories stored 1000</c> loads them,
/// <c>-- cached 3</c> measures kept answers for seconds each, <c>-- uncached 300</c> answers that are read from the database,
/// <c>-- round 10000 2</c> the daily round of stocks by workers,
/// <c>-- start 10</c> how long the program takes until it is ready, <c>-- large 10000</c> reads out of as many long histories,
/// <c>-- ledger 5000</c> a load behind so many daily documents, <c>-- backups 500</c> backups and restores of that many symbols,
/// <c>-- disk</c> says what a year of documents costs on disk, <c>-- bulk</c> weighs what is alive while a million bars are streamed,
/// <c>-- rewrite 1000</c> lets two loaders rewrite the same stocks, <c>-- soak 60</c> works for so many minutes and says what grows,
/// <c>-- attack</c> attacks; <c>dotnet test</c> tests.
/// </summary>
internal static class BenchmarkProgram
{
    public static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["charts"]:
                await ChartTimings.MeasureAsync();
                break;
            case ["screenshots"]:
                await Screenshots.TakeAsync();
                break;
            case ["screenshots", "readme"]:
                await Screenshots.TakeForReadmeAsync();
                break;
            case ["endpoints"]:
                await EndpointInventory.WriteAsync();
                break;
            case ["arrows"]:
                Arrows.Write();
                break;
            case ["integrations"]:
                IntegrationsDocument.Write();
                break;
            case ["backups", var symbols]:
                await BackupTimes.MeasureAsync(int.Parse(symbols, CultureInfo.InvariantCulture));
                break;
            case ["ledger", var documents]:
                await LedgerGrowth.MeasureAsync(int.Parse(documents, CultureInfo.InvariantCulture));
                break;
            case ["bulk"]:
                return await BulkMemory.MeasureAsync();
            case ["cached", var seconds]:
                await CachedAnswers.MeasureAsync(int.Parse(seconds, CultureInfo.InvariantCulture));
                break;
            case ["uncached", var reads]:
                await UncachedAnswers.MeasureAsync(int.Parse(reads, CultureInfo.InvariantCulture));
                break;
            case ["disk", .. var disk]:
                await DiskYear.MeasureAsync(disk);
                break;
            case ["round", .. var round]:
                await DailyRound.MeasureAsync(round);
                break;
            case ["large", .. var large]:
                await LargeTable.MeasureAsync(large);
                break;
            case ["start", .. var start]:
                await StartTimes.MeasureAsync(start);
                break;
            case ["bare", var url]:
                await BareKestrel.RunAsync(url);
                break;
            case ["kill", .. var plan]:
                return await KillProgram.RunAsync(plan);
            case ["soak", .. var soak]:
                return await SoakProgram.RunAsync(soak);
            case ["crash", .. var plan]:
                return await CrashProgram.RunAsync(plan);
            case ["mutate", var count]:
                return Mutate(count, "1");
            case ["mutate", var count, var firstSeed]:
                return Mutate(count, firstSeed);
            case ["histories", "stored", var count]:
                return await StoredHistoriesProgram.RunAsync(count, "1");
            case ["histories", "stored", var count, var firstSeed]:
                return await StoredHistoriesProgram.RunAsync(count, firstSeed);
            case ["histories", var count]:
                return Histories(count, "1");
            case ["histories", var count, var firstSeed]:
                return Histories(count, firstSeed);
            case ["rewrite", var rounds]:
                await LostCommitTests.RewriteAsync(int.Parse(rounds, CultureInfo.InvariantCulture));
                Console.WriteLine($"{rounds} loads by each of two loaders, nothing lost or doubled");
                break;
            case ["attack", .. var steps]:
                return await AttackCommand.RunAsync(steps);
            case ["outages", var times]:
                var faults = await OutageTests.StopAsync(int.Parse(times, CultureInfo.InvariantCulture));
                Console.WriteLine($"{times} stops of PostgreSQL, {faults.Count} faults {string.Join('\n', faults)}");
                return faults.Count == 0 ? 0 : 1;
            default:
                Measure(args);
                break;
        }
        return 0;
    }

    /// <returns>The exit code; 0 if nothing failed.</returns>
    private static int Mutate(string count, string firstSeed)
    {
        var run = MutationRun.Run(int.Parse(count, CultureInfo.InvariantCulture), int.Parse(firstSeed, CultureInfo.InvariantCulture));
        Console.WriteLine(run.Report());
        foreach (var failure in run.Failures)
            Console.Error.WriteLine(failure);
        return run.Failures.Count == 0 && run.PeakLiveHeapGrowth <= MutationRun.MaxLiveHeapGrowth ? 0 : 1;
    }

    /// <returns>The exit code; 0 if no number is silently wrong.</returns>
    private static int Histories(string count, string firstSeed)
    {
        var run = HistoryRun.Run(int.Parse(count, CultureInfo.InvariantCulture), int.Parse(firstSeed, CultureInfo.InvariantCulture));
        Console.WriteLine(run.Report());
        foreach (var failure in run.SilentlyWrong.Concat(run.OrderDependent).Take(100))
            Console.Error.WriteLine(failure);
        return run.SilentlyWrong.Count + run.OrderDependent.Count == 0 ? 0 : 1;
    }

    private static void Measure(string[] args) => BenchmarkSwitcher.FromAssembly(typeof(BenchmarkProgram).Assembly).Run(
        args,
        DefaultConfig.Instance
            .AddJob(Job.ShortRun.WithIterationCount(10).WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(MemoryDiagnoser.Default));
}
