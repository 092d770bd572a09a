using CreamPie.Tests.Support;
using Xunit.Abstractions;

namespace CreamPie.Tests.Reliability.Fuzzing;

/// <summary>Tests that measure the live heap run alone, after all others, whose objects would be counted.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class HeapGroup
{
    public const string Name = "Heap";
}

/// <summary>For a hundred thousand pages: <c>dotnet run -c Release --project CreamPie.Tests -- mutate 100000</c>.</summary>
[Trait("Lane", "Reliability")]
[Collection(HeapGroup.Name)]
public sealed class MutatedPageTests(ITestOutputHelper output)
{
    [RealDataFact]
    public void Mutated_pages_store_the_truth_or_are_detected()
    {
        var run = MutationRun.Run(2_000, firstSeed: 1);

        output.WriteLine(run.Report());
        Assert.True(run.Failures.Count == 0, string.Join('\n', run.Failures.Take(20)));
        Assert.InRange(run.PeakLiveHeapGrowth, 1, MutationRun.MaxLiveHeapGrowth);
    }
}
