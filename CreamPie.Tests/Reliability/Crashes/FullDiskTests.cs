using System.Diagnostics;
using System.Globalization;
using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Tracking;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Reliability.Crashes;

/// <summary>A full or unwritable disk under the running program, which reports it, loses nothing and resumes by itself.</summary>
[Trait("Lane", "Reliability")]
[Collection(CrashGroup.Name)]
public class FullDiskTests
{
    [Fact]
    public async Task Unwritable_disk_stops_new_work_until_it_is_writable()
    {
        var market = new GeneratedMarket(300);
        using var source = new GeneratedSource(market, ["FOO"]);
        source.Show("FOO", 300);
        await using var database = await TestDatabase.SqliteAsync();
        var settings = CrashSettings.For(database, DatabaseProvider.Sqlite);
        settings["Sources__YahooPage__BaseUrl"] = source.NextSite();
        await using var app = AppProcess.Start(settings, await ReadyProgram.FolderAsync());
        using var client = new HttpClient { BaseAddress = await app.Address };

        await LimitAsync(app, "16384");
        await database.Get<Tracker>().TrackAsync(Caller.System, Symbol.Parse("FOO"), CancellationToken.None);
        await app.WaitForOutputAsync("Fetches and imports paused").WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal("Degraded", await client.GetStringAsync("/healthz/ready"));
        Assert.Equal(0, source.Sites[0].Connections);
        await using (var db = database.Open())
            Assert.All(await db.Documents.ToListAsync(), d => Assert.Equal((DocumentState.Planned, 0L), (d.State, d.Token)));

        await LimitAsync(app, "unlimited");
        await OutageTests.DoneAsync(database, documents: 1);
        Assert.Equal("Healthy", await client.GetStringAsync("/healthz/ready"));
    }

    [Fact]
    public async Task Disk_full_during_a_write_loses_nothing()
    {
        var market = new GeneratedMarket(300);
        using var source = new GeneratedSource(market, ["FOO"]);
        await using var database = await TestDatabase.SqliteAsync();
        var settings = CrashSettings.For(database, DatabaseProvider.Sqlite);
        settings["Sources__YahooPage__BaseUrl"] = source.NextSite();
        settings["Retrieval__TotalTimeoutSeconds"] = "10";
        var (asked, limited) = (new TaskCompletionSource(), new TaskCompletionSource());
        var (askedAgain, seen) = (new TaskCompletionSource(), new TaskCompletionSource());
        var page = market.Page("FOO", 300);
        source.Sites[0].On("/quote/FOO/history/", async (stream, cancel) =>
        {
            await (asked.TrySetResult() || !askedAgain.TrySetResult() ? limited : seen).Task.WaitAsync(cancel);
            await stream.WriteAsync(RawHttpServer.Answer(200, page, "Content-Type: text/html; charset=utf-8"), cancel);
        });
        await using var app = AppProcess.Start(settings, await ReadyProgram.FolderAsync());
        using var client = new HttpClient { BaseAddress = await app.Address };

        Assert.True(page.Length > 70_000);
        await database.Get<Tracker>().TrackAsync(Caller.System, Symbol.Parse("FOO"), CancellationToken.None);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60));
        // The guard's check passes, but neither the page nor the database's log has room.
        await LimitAsync(app, "70000");
        limited.SetResult();
        // Either of the two may write first.
        await Task.WhenAny(app.WaitForOutputAsync("disk I/O error"), app.WaitForOutputAsync("File too large"))
            .WaitAsync(TimeSpan.FromSeconds(60));
        await LimitAsync(app, "unlimited");

        // Attempts are counted anew once the bytes are archived, so check before.
        await askedAgain.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await using (var db = database.Open())
        {
            var document = await db.Documents.SingleAsync();
            Assert.Equal((DocumentState.Fetching, 1, 0), (document.State, document.Attempts, document.Crashes));
        }
        seen.SetResult();
        await OutageTests.DoneAsync(database, documents: 1);
        Assert.Empty(await EndState.FaultsAsync(database, "FOO", market.Bars("FOO", 300), market.Actions("FOO", 300)));
    }

    /// <summary>On a real file system of 2 MB.</summary>
    [TmpfsFact]
    public async Task Archive_disk_full_during_a_write_loses_nothing()
    {
        var market = new GeneratedMarket(1_500);
        using var source = new GeneratedSource(market, ["FOO"]);
        source.Show("FOO", 1_500);
        await using var database = await TestDatabase.SqliteAsync();
        var archive = Directory.CreateDirectory(Path.Combine(database.Folder, "archive")).FullName;
        Tmpfs.Mount(archive, "2m");
        try
        {
            var settings = CrashSettings.For(database, DatabaseProvider.Sqlite);
            settings["Sources__YahooPage__BaseUrl"] = source.NextSite();
            (settings["Storage__MinFreeMegabytes"], settings["Storage__MinFreePercent"]) = ("0", "0");
            await using var app = AppProcess.Start(settings, await ReadyProgram.FolderAsync());
            using var client = new HttpClient { BaseAddress = await app.Address };

            // The guard's check passes, but the page has no room.
            var filler = Path.Combine(archive, "filler");
            await File.WriteAllBytesAsync(filler, new byte[new DriveInfo(archive).AvailableFreeSpace - 100_000]);
            Assert.True(market.Page("FOO", 1_500).Length > 100_000);
            await database.Get<Tracker>().TrackAsync(Caller.System, Symbol.Parse("FOO"), CancellationToken.None);
            await app.WaitForOutputAsync("No space left on device").WaitAsync(TimeSpan.FromSeconds(60));
            await using (var db = database.Open())
            {
                var waiting = await Eventually.SeeAsync(() =>
                    db.Documents.AsNoTracking().SingleOrDefaultAsync(d => d.Outcome == Outcome.Retry));
                Assert.Equal((Reason.Outage, null, 0, 0), (waiting.Reason, waiting.Sha256, waiting.Attempts, waiting.Crashes));
            }
            File.Delete(filler);

            await OutageTests.DoneAsync(database, documents: 1);
            await using (var db = database.Open())
            {
                var document = await db.Documents.SingleAsync();
                Assert.Equal((1, 0), (document.Attempts, document.Crashes));
            }
            Assert.Empty(await EndState.FaultsAsync(database, "FOO", market.Bars("FOO", 1_500), market.Actions("FOO", 1_500)));
        }
        finally
        {
            Tmpfs.Unmount(archive);
        }
    }

    private static async Task LimitAsync(AppProcess app, string bytes)
    {
        // Only the soft limit, which can be raised again.
        using var limit = Process.Start("prlimit", ["--pid", app.Id.ToString(CultureInfo.InvariantCulture), $"--fsize={bytes}:"]);
        await limit.WaitForExitAsync();
        Assert.Equal(0, limit.ExitCode);
    }
}
