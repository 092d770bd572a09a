using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Market;
using CreamPie.Core.Storage;
using CreamPie.Tests.Querying;

namespace CreamPie.Tests.Ingestion.Planning;

public sealed class ManualPullRateTests
{
    [Fact]
    public async Task Admin_asks_for_sixty_pulls_a_minute_and_others_go_on()
    {
        await using var database = await SeedData.DatabaseAsync(DatabaseProvider.Sqlite, new DateOnly(2026, 11, 20));
        await database.AddAsync(SeedData.Tracked("FOO"));
        var pulls = database.Get<ManualPulls>();
        for (var i = 0; i < 60; i++)
            await pulls.RefreshAsync(SeedData.Admin, Symbol.Parse("FOO"), default);

        var refused = await Assert.ThrowsAsync<LimitReachedException>(
            () => pulls.RefreshAsync(SeedData.Admin, Symbol.Parse("FOO"), default));

        Assert.Equal((60, false), (refused.RetrySeconds, refused.IsServerBusy));
        Assert.IsType<RefreshResult.Queued>(
            await pulls.RefreshAsync(SeedData.Admin with { Id = "another" }, Symbol.Parse("FOO"), default));
        Assert.IsType<RefreshResult.Queued>(await pulls.RefreshAsync(Caller.System, Symbol.Parse("FOO"), default));
    }
}
