using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using Xunit.Abstractions;

namespace CreamPie.Tests.Reliability.Histories;

/// <summary>For more: <c>dotnet run -c Release --project CreamPie.Tests -- histories 50000</c>, <c>-- histories stored 1000</c>.</summary>
[Trait("Lane", "Reliability")]
public sealed class HistoryTests(ITestOutputHelper output)
{
    [Fact]
    public void Generated_histories_are_served_right_or_told_in_every_order()
    {
        var run = HistoryRun.Run(2_000, firstSeed: 1);

        output.WriteLine(run.Report());
        Assert.True(run.SilentlyWrong.Count == 0, run.Report() + '\n' + string.Join('\n', run.SilentlyWrong.Take(20)));
        Assert.True(run.OrderDependent.Count == 0, string.Join('\n', run.OrderDependent.Take(3)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Loaded_histories_that_contradict_are_served_right_or_told_in_every_order(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var run = new StoredHistories(database);

        await run.RunAsync(50, firstSeed: 1);

        output.WriteLine(run.Report());
        Assert.True(run.SilentlyWrong.Count == 0, run.Report() + '\n' + string.Join('\n', run.SilentlyWrong.Take(20)));
        Assert.True(run.OrderDependent.Count == 0, string.Join('\n', run.OrderDependent.Take(3)));
    }
}
