using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using CreamPie.Tests.Browser;

namespace CreamPie.Tests.Benchmarks;

/// <summary>
/// <c>dotnet run -c Release --project CreamPie.Tests -- --filter '*Page*'</c> measures, <c>-- charts</c> measures in the
/// browser, <c>-- screenshots</c> takes pictures; <c>dotnet test</c> tests.
/// </summary>
internal static class BenchmarkProgram
{
    public static async Task Main(string[] args)
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
            default:
                Measure(args);
                break;
        }
    }

    private static void Measure(string[] args) => BenchmarkSwitcher.FromAssembly(typeof(BenchmarkProgram).Assembly).Run(
        args,
        DefaultConfig.Instance
            .AddJob(Job.ShortRun.WithIterationCount(10).WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(MemoryDiagnoser.Default));
}
