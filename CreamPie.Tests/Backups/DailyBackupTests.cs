using CreamPie.Core.Backups.Making;
using CreamPie.Core.Backups.Running;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Backups;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Backups;

public sealed class DailyBackupTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("creampie-backups-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 20, 2, 0, 0, TimeSpan.Zero));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Backups_are_made_daily_drilled_weekly_and_kept_for_their_days()
    {
        await using var database = await StartAsync(keepDays: 3);
        for (var day = 0; day < 8; day++)
        {
            await RunDueAsync(database);
            await RunDueAsync(database);
            _time.Advance(TimeSpan.FromHours(25));
        }

        await using var db = database.Open();
        var runs = await db.BackupRuns.OrderBy(r => r.Id).ToListAsync();
        Assert.All(runs, r => Assert.Equal((BackupOutcome.Succeeded, true), (r.Outcome, r.Bytes > 0)));
        Assert.Equal(8, runs.Count(r => r.Kind == BackupKind.Backup));
        Assert.Equal(2, runs.Count(r => r.Kind == BackupKind.Drill));
        Assert.Equal(3, new BackupFolder(_folder).Names().Count);
    }

    [Fact]
    public async Task Drill_fails_when_a_bit_of_the_newest_backup_has_flipped_and_is_repeated()
    {
        await using var database = await StartAsync();
        await RunDueAsync(database);
        await BackupRig.FlipAsync(Path.Combine(_folder, new BackupFolder(_folder).Names()[0], "database.sqlite"));
        var overview = database.Get<BackupOverview>();
        Assert.True(await overview.RequestAsync(SeedData.Admin, BackupKind.Drill, CancellationToken.None));

        await RunDueAsync(database);

        var view = await overview.ReadAsync(SeedData.Admin, CancellationToken.None);
        Assert.Equal((BackupKind.Drill, BackupOutcome.Failed), (view.Runs[0].Kind, view.Runs[0].Outcome));
        Assert.Contains("damaged", view.Runs[0].Detail!, StringComparison.Ordinal);
        // The first drill, before the bit flipped.
        Assert.Equal(view.Runs[1].Id, view.LastDrill!.Id);
        _time.Advance(TimeSpan.FromHours(4));
        await RunDueAsync(database);
        Assert.Equal(3, (await overview.ReadAsync(SeedData.Admin, CancellationToken.None)).Runs.Count(r => r.Kind == BackupKind.Drill));
    }

    [Fact]
    public async Task Failed_backup_is_recorded_and_tried_again_in_hours()
    {
        await using var database = await StartAsync();
        await using (var held = new BackupFolder(_folder).Lock())
            await RunDueAsync(database);
        await RunDueAsync(database);
        _time.Advance(TimeSpan.FromHours(4));

        await RunDueAsync(database);

        await using var db = database.Open();
        Assert.Equal(
            [BackupOutcome.Failed, BackupOutcome.Succeeded],
            await db.BackupRuns.Where(r => r.Kind == BackupKind.Backup).OrderBy(r => r.Id).Select(r => r.Outcome!.Value).ToListAsync());
    }

    [Fact]
    public async Task Nothing_is_made_without_a_folder()
    {
        await using var database = await SeedData.DatabaseAsync(DatabaseProvider.Sqlite, new(2026, 11, 20));
        await RunDueAsync(database);

        await using var db = database.Open();
        Assert.False(await db.BackupRuns.AnyAsync());
        Assert.False(await database.Get<BackupOverview>().RequestAsync(SeedData.Admin, BackupKind.Backup, CancellationToken.None));
    }

    private static Task RunDueAsync(TestDatabase database) => database.Get<BackupService>().RunDueAsync(CancellationToken.None);

    private Task<TestDatabase> StartAsync(int keepDays = 14) => TestDatabase.CreateAsync(
        DatabaseProvider.Sqlite,
        new Dictionary<string, string?> { ["Backups:Folder"] = _folder, ["Backups:KeepDays"] = $"{keepDays}" },
        services => services.AddSingleton<TimeProvider>(_time));
}
