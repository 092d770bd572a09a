using CreamPie.Core.Ingestion;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Tracking;
using CreamPie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static CreamPie.Tests.Ingestion.SourceResponses;

namespace CreamPie.Tests.Ingestion.Planning;

public sealed class WholeHistoryTests
{
    [Theory, OnSqlite]
    public async Task Requested_during_a_pull_it_wakes_the_sweep_when_that_ends(DatabaseProvider provider)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2025, 7, 3, 17, 45, 0, TimeSpan.Zero));
        await using var rig = await IngestionRig.StartAsync(provider, services => services.AddSingleton<TimeProvider>(time), "YahooPage");
        rig.Serve("AAA", Page("AAA", Sessions(time.Now(), 30), time.Now()));
        await rig.TrackAsync("AAA");
        await rig.RunAsync();
        time.Advance(TimeSpan.FromMinutes(1));
        var part = await rig.RefreshAsync("AAA");
        Assert.Equal(part.Id, (await rig.RefreshAsync("AAA", whole: true)).Id);
        var due = rig.Get<DueSignal>();
        Assert.True(due.TakeDue());

        await rig.Get<Pipeline>().RunAsync(part.Id, CancellationToken.None);

        Assert.True(due.TakeDue());
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await rig.Get<Planner>().PlanDueAsync(CancellationToken.None));
    }

    [Theory, OnSqlite]
    public async Task Ordinary_load_wakes_no_sweep_that_plans(DatabaseProvider provider)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2025, 7, 3, 17, 45, 0, TimeSpan.Zero));
        await using var rig = await IngestionRig.StartAsync(provider, services => services.AddSingleton<TimeProvider>(time), "YahooPage");
        rig.Serve("AAA", Page("AAA", Sessions(time.Now(), 30), time.Now()));
        await rig.TrackAsync("AAA");
        await rig.RunAsync();
        time.Advance(TimeSpan.FromMinutes(1));
        var part = await rig.RefreshAsync("AAA");
        var due = rig.Get<DueSignal>();
        Assert.True(due.TakeDue());

        await rig.Get<Pipeline>().RunAsync(part.Id, CancellationToken.None);

        Assert.False(due.TakeDue());
    }
}
