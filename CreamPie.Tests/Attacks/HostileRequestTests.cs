using CreamPie.Core.Storage;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Attacks;

public sealed class HostileRequestTests
{
    [Theory, OnSqlite(1), OnPostgres(2)]
    public async Task Two_thousand_hostile_requests_cause_no_error_and_leak_nothing(DatabaseProvider provider, int seed)
    {
        var run = await HostileRun.RunAsync(provider, 1_000, seed);

        Assert.True(run.Failures.Count == 0, string.Join(Environment.NewLine, run.Failures));
        // They are no wall of refusals: the program answers some of each kind.
        Assert.Superset(new HashSet<int> { 200, 302, 400, 401, 403, 404 }, Of("pages and API"));
        Assert.Superset(new HashSet<int> { 401, 403 }, Of("API by key"));
        Assert.Superset(new HashSet<int> { 200, 206, 404 }, Of("feeds"));
        Assert.Superset(new HashSet<int> { 200, 400, 401, 403 }, Of("agents"));

        HashSet<int> Of(string kind) => [.. run.Answers[kind].Keys];
    }
}
