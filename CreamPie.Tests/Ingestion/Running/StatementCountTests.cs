using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Benchmarks.Round;
using CreamPie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Ingestion.Running;

/// <summary>How often a pull asks the database, which is what a daily round of ten thousand stocks costs.</summary>
public sealed class StatementCountTests
{
    /// <summary>With the sweeps before and after it.</summary>
    private const int Most = 80;

    [Theory, OnSqlite, OnPostgres]
    public async Task Pull_takes_few_statements(DatabaseProvider provider)
    {
        var times = new DatabaseTimes();
        await using var rig = await IngestionRig.StartAsync(provider, services =>
        {
            services.ConfigureDbContext<SqliteCreamPieDbContext>(o => o.AddInterceptors(times));
            services.ConfigureDbContext<PostgresCreamPieDbContext>(o => o.AddInterceptors(times));
        });
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        rig.Serve("FOO", SourceResponses.Page("FOO", SourceResponses.Sessions(now, 20), now));
        // The first one fetches robots.txt.
        await rig.TrackAsync("FOO");
        await rig.RunAsync();
        await rig.RefreshAsync("FOO");
        times.Clear();

        await rig.RunAsync();

        Assert.Equal(2, (await rig.DocumentsAsync()).Count(d => d.State == DocumentState.Loaded));
        Assert.InRange(times.Total.Count, 1, Most);
    }

    [PostgresFact]
    public async Task Time_is_not_asked_for_again_within_a_second()
    {
        var times = new DatabaseTimes();
        await using var database = await TestDatabase.CreateAsync(
            DatabaseProvider.Postgres,
            configure: services => services.ConfigureDbContext<PostgresCreamPieDbContext>(o => o.AddInterceptors(times)));
        var clock = database.Get<DatabaseClock>();
        await using var db = database.Open();
        var read = await clock.NowAsync(db, CancellationToken.None);
        times.Clear();

        var recent = await clock.RecentAsync(db, CancellationToken.None);
        var asked = times.Total.Count;
        var later = await clock.NowAsync(db, CancellationToken.None);

        Assert.InRange(recent, read, later);
        // On a machine that stalls, a second passes.
        Assert.True(asked == 0 || later - read > TimeSpan.FromSeconds(1));
    }
}
