using CreamPie.Core.Backups.Checking;
using CreamPie.Core.Backups.Contents;
using CreamPie.Core.Backups.Making;
using CreamPie.Core.Storage;
using CreamPie.Tests.Backups;
using CreamPie.Tests.Support;
using Npgsql;

namespace CreamPie.Tests.Reliability.Crashes;

/// <summary>SIGKILL in the middle of a backup or a restore: the last good one stays, and the next attempt succeeds.</summary>
[Trait("Lane", "Reliability")]
[Collection(CrashGroup.Name)]
public sealed class KilledBackupTests
{
    [Theory]
    [OnSqlite("database.sqlite"), OnSqlite("files.gz"), OnSqlite("documents.tar.gz"), OnSqlite("manifest.json")]
    [OnPostgres("database.pgdump"), OnPostgres("files.gz")]
    public async Task Killed_backup_leaves_the_last_good_one(DatabaseProvider provider, string at)
    {
        await using var rig = await BackupRig.StartAsync(provider);
        var good = await rig.BackUpAsync();
        await rig.ChangeAsync();

        await KillBackupAsync(rig, at);

        var left = await rig.Get<BackupCheck>().RunAsync(rig.Folder, null, CancellationToken.None);
        Assert.Empty(left.Faults);
        if (Directory.GetDirectories(rig.Folder, "*" + BackupFolder.Partial).Length > 0)
            Assert.Equal(good.Manifest.Name, left.Backup.Name);
        var (code, line, errors) = await CommandProcess.RunAsync(Settings(rig), "backup", "--to", rig.Folder);
        Assert.True(code == 0, errors);
        Assert.Contains("2 symbols", line, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(rig.Folder, "*" + BackupFolder.Partial));
        var whole = await rig.Get<BackupCheck>().RunAsync(rig.Folder, null, CancellationToken.None);
        Assert.Empty(whole.Faults);
        Assert.Equal(3, whole.Files);
    }

    /// <summary>A backup that was faster than its killer is taken away, and is begun again.</summary>
    private static async Task KillBackupAsync(BackupRig rig, string at)
    {
        var before = Directory.GetDirectories(rig.Folder);
        for (var attempt = 0; attempt < 10; attempt++)
        {
            using (var dying = await CommandProcess.StartAsync(Settings(rig), "backup", "--to", rig.Folder))
            {
                await KillAtAsync(dying, rig.Folder, at);
                if ((await dying.EndAsync()).Code == 137)
                    return;
            }
            foreach (var made in Directory.GetDirectories(rig.Folder).Except(before))
                Directory.Delete(made, recursive: true);
        }
        Assert.Fail($"Ten backups ended before they could be killed at {at}.");
    }

    [Theory]
    [OnSqlite("archive"), OnSqlite("creampie.db.restoring")]
    public async Task Killed_restore_leaves_the_database_as_it_was(DatabaseProvider provider, string at)
    {
        await using var rig = await BackupRig.StartAsync(provider);
        await rig.BackUpAsync();
        var then = await rig.ContentAsync();
        await rig.ChangeAsync();
        var later = await rig.ContentAsync();
        // So that it has something to put back.
        foreach (var file in Directory.GetFiles(Path.Combine(rig.Database.Folder, "archive"), "*.bin", SearchOption.AllDirectories))
            File.Move(file, file + ".away");

        using (var dying = await CommandProcess.StartAsync(Settings(rig), "restore", "--from", rig.Folder, "--replace"))
        {
            await KillAtAsync(dying, rig.Database.Folder, at);
            Assert.Equal(137, (await dying.EndAsync()).Code);
        }

        Assert.Empty(later.DifferencesOf(await rig.ContentAsync()));
        await RestoredAsync(rig, then);
    }

    [Theory, OnPostgres(0), OnPostgres(40), OnPostgres(120)]
    public async Task Killed_restore_of_PostgreSQL_rolls_back(DatabaseProvider provider, int afterMilliseconds)
    {
        await using var rig = await BackupRig.StartAsync(provider);
        await rig.BackUpAsync();
        var then = await rig.ContentAsync();
        await rig.ChangeAsync();
        var later = await rig.ContentAsync();
        Leave(rig);

        using (var dying = await CommandProcess.StartAsync(Settings(rig), "restore", "--from", rig.Folder, "--replace"))
        {
            await PsqlAsync(rig, isRunning: true, dying);
            using (var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1 + afterMilliseconds)))
                await timer.WaitForNextTickAsync();
            dying.Kill();
            var (code, _, _) = await dying.EndAsync();
            Assert.True(code is 137 or 0, $"{code}");
            // What had its commit already goes on without the process that sent it.
            await PsqlAsync(rig, isRunning: false);
            var now = await rig.ContentAsync();
            if (code == 0 || then.ServedDifferencesOf(now).Any())
                Assert.Empty((code == 0 ? then : later).ServedDifferencesOf(now));
        }
        await RestoredAsync(rig, then);
    }

    private static async Task RestoredAsync(BackupRig rig, DatabaseContent then)
    {
        Leave(rig);
        var (code, line, errors) = await CommandProcess.RunAsync(Settings(rig), "restore", "--from", rig.Folder, "--replace");
        Assert.True(code == 0, errors);
        Assert.Contains("2 symbols", line, StringComparison.Ordinal);
        Leave(rig);
        Assert.Empty(then.ServedDifferencesOf(await rig.ContentAsync()));
        (code, _, errors) = await CommandProcess.RunAsync(Settings(rig), "verify");
        Assert.True(code == 0, errors);
    }

    /// <summary>The rig's own connections are another node's, and to the file that is replaced.</summary>
    private static void Leave(BackupRig rig)
    {
        if (rig.Database.ConnectionString is { } postgres)
            NpgsqlConnection.ClearPool(new NpgsqlConnection(postgres));
        else
            MigratedDatabase.Close(MigratedDatabase.ConnectionOf(rig.Database.Services));
    }

    private static async Task KillAtAsync(CommandProcess process, string folder, string at)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true };
        watcher.Created += (_, e) => See(e.Name);
        watcher.Renamed += (_, e) => See(e.Name);
        watcher.EnableRaisingEvents = true;
        await Task.WhenAny(reached.Task, process.EndAsync());
        process.Kill();

        void See(string? name)
        {
            if (name is not null && (Path.GetFileName(name) == at || (at == "archive" && name.EndsWith(".bin", StringComparison.Ordinal))))
                reached.TrySetResult();
        }
    }

    private static async Task PsqlAsync(BackupRig rig, bool isRunning, CommandProcess? process = null)
    {
        var server = new NpgsqlConnectionStringBuilder(rig.Database.ConnectionString!) { Database = "postgres" };
        await using var connection = new NpgsqlConnection(server.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "select count(*) from pg_stat_activity where application_name = 'psql' and datname = $1", connection);
        command.Parameters.Add(new() { Value = PostgresFixture.NameOf(rig.Database.ConnectionString!) });
        while (process is not { HasExited: true } && (long)(await command.ExecuteScalarAsync())! > 0 != isRunning)
            await Task.Yield();
    }

    private static Dictionary<string, string> Settings(BackupRig rig) => new()
    {
        ["Storage__Path"] = rig.Database.Folder,
        ["Storage__MinFreePercent"] = "0",
        ["Database__Provider"] = rig.Provider.ToString(),
        ["ConnectionStrings__CreamPie"] = rig.Database.ConnectionString ?? "",
        ["DOTNET_TieredPGO"] = "0",
    };
}
