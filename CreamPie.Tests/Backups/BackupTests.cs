using System.Runtime.Versioning;
using CreamPie.Core.Backups;
using CreamPie.Core.Backups.Checking;
using CreamPie.Core.Backups.Making;
using CreamPie.Core.Backups.Running;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Backups;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Backups;

[UnsupportedOSPlatform("windows")]
public sealed class BackupTests
{
    [Theory, OnSqlite]
    public async Task Later_backup_copies_only_files_that_are_new(DatabaseProvider provider)
    {
        await using var rig = await BackupRig.StartAsync(provider);
        var first = await rig.BackUpAsync();
        Assert.True(first.Copied > 0);
        Assert.Equal(0, (await rig.BackUpAsync()).Copied);

        await rig.ChangeAsync();
        var third = await rig.BackUpAsync();

        Assert.True(third.Copied > 0 && third.Copied < first.Copied, $"{third.Copied} of {first.Copied}");
        Assert.Equal(3, third.Manifest.FileCount);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Only_the_owner_reads_a_backup(DatabaseProvider provider)
    {
        await using var rig = await BackupRig.StartAsync(provider);
        var made = await rig.BackUpAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(rig.Folder));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(Path.Combine(made.Folder, made.Manifest.Database.Name)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Check_of_a_backup_finds_one_flipped_bit_anywhere(DatabaseProvider provider)
    {
        await using var rig = await BackupRig.StartAsync(provider);
        var made = await rig.BackUpAsync();
        Assert.Empty((await CheckAsync()).Faults);
        string[] files =
        [
            Path.Combine(made.Folder, made.Manifest.Database.Name), Path.Combine(made.Folder, made.Manifest.Files.Name),
            Path.Combine(made.Folder, made.Manifest.Documents.Name),
            .. Directory.GetFiles(Path.Combine(rig.Folder, "archive"), "*.bin", SearchOption.AllDirectories),
        ];
        foreach (var file in files)
        {
            await BackupRig.FlipAsync(file);
            Assert.Contains(Path.GetFileName(file), Assert.Single((await CheckAsync()).Faults), StringComparison.Ordinal);
            await BackupRig.FlipAsync(file);
        }
        Assert.Empty((await CheckAsync()).Faults);

        Task<CheckedBackup> CheckAsync() => rig.Get<BackupCheck>().RunAsync(rig.Folder, null, CancellationToken.None);
    }

    [Theory, OnSqlite]
    public async Task Damaged_archived_file_makes_the_backup_incomplete(DatabaseProvider provider)
    {
        await using var rig = await BackupRig.StartAsync(provider);
        var damaged = Directory.GetFiles(Path.Combine(rig.Database.Folder, "archive"), "*.bin", SearchOption.AllDirectories)[0];
        await BackupRig.FlipAsync(damaged);

        var run = await rig.Get<BackupRuns>().BackUpAsync(rig.Folder, CancellationToken.None);

        Assert.Equal(BackupOutcome.Incomplete, run.Outcome);
        Assert.Contains(Path.GetFileNameWithoutExtension(damaged), run.Detail!, StringComparison.Ordinal);
    }

    [Theory, OnSqlite]
    public async Task Backup_into_the_data_folder_is_refused(DatabaseProvider provider)
    {
        await using var rig = await BackupRig.StartAsync(provider);

        var run = await rig.Get<BackupRuns>().BackUpAsync(Path.Combine(rig.Database.Folder, "backups"), CancellationToken.None);

        Assert.Equal(BackupOutcome.Failed, run.Outcome);
        Assert.Contains("would be lost with it", run.Detail!, StringComparison.Ordinal);
    }

    [Theory, OnSqlite]
    public async Task Two_backups_into_one_folder_at_once_are_refused(DatabaseProvider provider)
    {
        await using var rig = await BackupRig.StartAsync(provider);
        await using var held = new BackupFolder(rig.Folder).Lock();

        var refused = await Assert.ThrowsAsync<BackupException>(rig.BackUpAsync);

        Assert.Contains("is running", refused.Message, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Verification_finds_one_flipped_bit_and_a_missing_file(DatabaseProvider provider)
    {
        await using var rig = await BackupRig.StartAsync(provider);
        await rig.Get<InstallationCheck>().RunAsync(CancellationToken.None);
        Assert.Empty((await VerifyAsync()).Faults);
        var files = Directory.GetFiles(Path.Combine(rig.Database.Folder, "archive"), "*.bin", SearchOption.AllDirectories);
        await BackupRig.FlipAsync(files[0]);
        File.Delete(files[1]);

        var faults = (await VerifyAsync()).Faults;

        Assert.Equal(2, faults.Count);
        Assert.Contains(Path.GetFileNameWithoutExtension(files[0]), faults[0], StringComparison.Ordinal);
        Assert.Contains(Path.GetFileNameWithoutExtension(files[1]), faults[1], StringComparison.Ordinal);

        Task<VerifiedInstallation> VerifyAsync() => rig.Get<InstallationVerification>().RunAsync(CancellationToken.None);
    }

    [PostgresFact]
    public async Task Missing_pg_dump_is_a_sentence_that_says_what_to_install()
    {
        await using var database = await TestDatabase.CreateAsync(
            DatabaseProvider.Postgres, new Dictionary<string, string?> { ["Backups:PostgresTools"] = "/nowhere" });
        var folder = Directory.CreateTempSubdirectory("creampie-backups-").FullName;

        var run = await database.Get<BackupRuns>().BackUpAsync(folder, CancellationToken.None);

        Assert.Equal(BackupOutcome.Failed, run.Outcome);
        Assert.Contains("Backups__PostgresTools", run.Detail!, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [PostgresFact]
    public async Task Older_pg_dump_than_the_server_is_refused()
    {
        var tools = Directory.CreateTempSubdirectory("creampie-tools-").FullName;
        var old = Path.Combine(tools, "pg_dump");
        await File.WriteAllTextAsync(old, "#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.1'\n");
        File.SetUnixFileMode(old, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var database = await TestDatabase.CreateAsync(
            DatabaseProvider.Postgres, new Dictionary<string, string?> { ["Backups:PostgresTools"] = tools });

        var run = await database.Get<BackupRuns>().BackUpAsync(Path.Combine(tools, "backups"), CancellationToken.None);

        Assert.Contains("is of version 9", run.Detail!, StringComparison.Ordinal);
        Directory.Delete(tools, recursive: true);
    }
}
