using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using Xunit.Abstractions;

namespace CreamPie.Tests.Reliability.Crashes;

/// <summary>
/// SIGKILLs at random moments on both databases at once. For hundreds:
/// <c>dotnet run -c Release --project CreamPie.Tests -- kill 400</c>.
/// </summary>
[Trait("Lane", "Reliability")]
[Collection(CrashGroup.Name)]
public class KillLoopTests(KillLoopTests.Loops loops, ITestOutputHelper output) : IClassFixture<KillLoopTests.Loops>
{
    [Fact]
    public Task Repeatedly_killed_process_on_SQLite_keeps_every_document_correct() => CheckAsync(loops.Sqlite);

    [PostgresFact]
    public async Task Repeatedly_killed_processes_on_PostgreSQL_keep_every_document_correct()
    {
        var report = await CheckAsync(loops.Postgres!);
        Assert.True(report.Frozen > 0, report.ToString());
    }

    private async Task<KillReport> CheckAsync(Task<KillReport> loop)
    {
        var report = await loop;
        output.WriteLine(report.ToString());
        Assert.True(report.Complaints.Count == 0, $"{report}\n{string.Join('\n', report.Complaints.Take(30))}");
        Assert.True(report.Restated is { Splits: > 0, Dividends: > 0 }, report.ToString());
        return report;
    }

    /// <summary>Both loops start with the first test; each test awaits its own.</summary>
    public sealed class Loops
    {
        private static readonly int Seed = Random.Shared.Next(1_000_000);

        internal Task<KillReport> Sqlite { get; } =
            Task.Run(() => new KillLoop(DatabaseProvider.Sqlite, new(KillPlan.InTests, Nodes: 1, Seed)).RunAsync());

        internal Task<KillReport>? Postgres { get; } = PostgresFixture.SkipReason is not null ? null
            : Task.Run(() => new KillLoop(DatabaseProvider.Postgres, new(KillPlan.InTests, Nodes: 3, Seed)).RunAsync());
    }
}
