using CreamPie.Tests.Support;
using Xunit.Abstractions;

namespace CreamPie.Tests.Mutation;

/// <summary>A hundred thousand of them: <c>dotnet run -c Release --project CreamPie.Tests -- mutate 100000</c>.</summary>
public sealed class MutatedPageTests(ITestOutputHelper output)
{
    [RealDataFact]
    public void Five_thousand_mutated_pages_store_the_truth_are_refused_or_noticed()
    {
        var run = MutationRun.Of(5_000, firstSeed: 1);

        output.WriteLine(run.Report());
        Assert.True(run.Failures.Count == 0, string.Join('\n', run.Failures.Take(20)));
    }
}
