using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Market;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Tracking;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Reliability.Crashes;

/// <summary>
/// The real program dies at each named point, restarts, and ends as it would have without: the true bars, with
/// every document loaded once. Many times: <c>dotnet run -c Release --project CreamPie.Tests -- crash 50</c>.
/// </summary>
[Trait("Lane", "Reliability")]
public class CrashPointTests
{
    private const string Pulled = "PULL";
    private const string Dropped = "DROP";
    private const string MidMigration = "mid-migration";
    private const string MidShutdown = "mid-shutdown";

    /// <summary>Every crash point; of the several migrations the first and the second.</summary>
    internal static IReadOnlyList<string> All { get; } = [.. CrashPoint.Names, MidMigration + ":2"];

    public enum Death
    {
        /// <summary>Environment.FailFast by the process itself.</summary>
        FailFast,

        /// <summary>SIGKILL by its parent.</summary>
        Killed,
    }

    /// <summary>Alternates by database and by round.</summary>
    internal static Death DeathOf(DatabaseProvider provider, string point, int round) =>
        (All.ToList().IndexOf(point) + (int)provider + round) % 2 == 0 ? Death.FailFast : Death.Killed;

    internal static Task DieAsync(DatabaseProvider provider, string point, Death death) => point.Split(':')[0] switch
    {
        MidMigration => DieMigratingAsync(provider, point, death),
        MidShutdown => DieAndRecoverAsync(provider, MidShutdown, death, ShutDown),
        _ => DieAndRecoverAsync(provider, point, death, _ => _ => Task.CompletedTask),
    };

    /// <summary>
    /// Points alternate between the databases, or are all on SQLite if it is alone; the crash command has each on both.
    /// </summary>
    public static TheoryData<DatabaseProvider, string, Death> Points(DatabaseProvider provider)
    {
        var points = new TheoryData<DatabaseProvider, string, Death>();
        var isAlone = PostgresFixture.SkipReason is not null;
        foreach (var (at, point) in CrashPoint.Names.Except([MidMigration, MidShutdown]).Index())
        {
            if (isAlone || at % 2 == (int)provider)
                points.Add(provider, point, DeathOf(provider, point, round: 0));
        }
        return points;
    }

    [Theory, MemberData(nameof(Points), DatabaseProvider.Sqlite), PostgresMemberData(nameof(Points))]
    public Task Process_dying_at_a_crash_point_loses_nothing(DatabaseProvider provider, string point, Death death) =>
        DieAsync(provider, point, death);

    [Theory, OnSqlite(Death.FailFast), OnPostgres(Death.Killed)]
    public Task Process_dying_during_shutdown_loses_nothing(DatabaseProvider provider, Death death) =>
        DieAsync(provider, MidShutdown, death);

    [Theory]
    [OnSqlite(MidMigration, Death.FailFast), OnSqlite(MidMigration + ":2", Death.Killed)]
    [OnPostgres(MidMigration, Death.Killed), OnPostgres(MidMigration + ":2", Death.FailFast)]
    public Task Process_dying_during_migration_migrates_at_next_start(DatabaseProvider provider, string point, Death death) =>
        DieAsync(provider, point, death);

    /// <returns>The action on the running process.</returns>
    private static Func<AppProcess, Task> ShutDown(GeneratedSource source)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        source.Sites[0].On($"/quote/{Pulled}/history/", async (_, cancel) =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancel);
        });
        return async app =>
        {
            await asked.Task.WaitAsync(TimeSpan.FromSeconds(60));
            app.Terminate();
        };
    }

    /// <returns>Completes when the process has died as expected at that point.</returns>
    private static async Task EndAsync(AppProcess dying, string point, Death death)
    {
        var said = $"Crash point {point.Split(':')[0]}" + (death == Death.Killed ? ": waiting to be killed." : ".");
        if (death == Death.Killed)
        {
            await dying.WaitForOutputAsync(said).WaitAsync(TimeSpan.FromSeconds(60));
            dying.Kill();
        }
        // 128 plus the signal number: SIGKILL or SIGABRT.
        Assert.Equal(death == Death.Killed ? 137 : 134, await dying.ExitCodeAsync().WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains(said, dying.Output, StringComparison.Ordinal);
    }

    private static async Task DieMigratingAsync(DatabaseProvider provider, string point, Death death)
    {
        var folder = Directory.CreateTempSubdirectory("creampie-test-").FullName;
        var postgres = provider == DatabaseProvider.Postgres ? await PostgresFixture.CreateDatabaseAsync("crash") : "";
        var settings = new Dictionary<string, string>
        {
            ["Storage__Path"] = folder,
            ["Database__Provider"] = provider.ToString(),
            ["ConnectionStrings__CreamPie"] = postgres,
        };
        var dyingSettings = AppProcess.CrashingAt(point, settings, death == Death.Killed);
        await using (var dying = AppProcess.Start(dyingSettings, await ReadyProgram.FolderAsync()))
            await EndAsync(dying, point, death);

        await using (var app = AppProcess.Start(settings, await ReadyProgram.FolderAsync()))
            (await app.AdminAsync()).Dispose();

        if (postgres.Length > 0)
            await PostgresFixture.DropDatabaseAsync(postgres);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task DieAndRecoverAsync(
        DatabaseProvider provider, string point, Death death, Func<GeneratedSource, Func<AppProcess, Task>> provoking)
    {
        var market = new GeneratedMarket(300);
        using var source = new GeneratedSource(market, [Pulled], sites: 2);
        await using var database = await TestDatabase.CreateAsync(provider);
        source.Show(Pulled, 300);
        await database.Get<Tracker>().TrackAsync(Caller.System, Symbol.Parse(Pulled), CancellationToken.None);
        var drop = Directory.CreateDirectory(Path.Combine(database.Folder, "drop")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(drop, Dropped + ".html"), market.Page(Dropped, 300));

        var settings = CrashSettings.For(database, provider);
        settings["Sources__YahooPage__BaseUrl"] = source.Sites[0].Root.ToString();
        // The restarted process has its own address, so no host gate delays it.
        settings["Retrieval__TotalTimeoutSeconds"] = "60";
        var provokeAsync = provoking(source);
        var dyingSettings = AppProcess.CrashingAt(point, settings, death == Death.Killed);
        await using (var dying = AppProcess.Start(dyingSettings, await ReadyProgram.FolderAsync()))
        {
            await provokeAsync(dying);
            await EndAsync(dying, point, death);
        }
        settings["Sources__YahooPage__BaseUrl"] = source.Sites[1].Root.ToString();
        await using (AppProcess.Start(settings, await ReadyProgram.FolderAsync()))
            await DoneAsync(database);

        Assert.Empty(await EndState.UnfinishedAsync(database));
        Assert.Empty(await database.Get<InvariantCheck>().ViolationsAsync(long.MaxValue, CancellationToken.None));
        foreach (var symbol in (string[])[Pulled, Dropped])
            Assert.Empty(await EndState.FaultsAsync(database, symbol, market.Bars(symbol, 300), market.Actions(symbol, 300)));
        await using var db = database.Open();
        Assert.Equal(2, await db.Documents.CountAsync());
        Assert.Empty(Directory.GetFiles(drop));
    }

    private static Task DoneAsync(TestDatabase database) => Eventually.SeeAsync(async () =>
    {
        await using var db = database.Open();
        return await db.Documents.CountAsync(d => d.State == DocumentState.Loaded) == 2
            && Directory.GetFiles(Path.Combine(database.Folder, "drop")).Length == 0
            ? "done" : null;
    });
}
