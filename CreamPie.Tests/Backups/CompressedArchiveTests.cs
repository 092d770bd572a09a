using CreamPie.Core.Archiving.Compression;
using CreamPie.Core.Backups.Checking;
using CreamPie.Core.Backups.Rebuilding;
using CreamPie.Core.Backups.Restoring;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Backups;

/// <summary>Backup, restore, verification and rebuild of an archive whose files are compressed.</summary>
public sealed class CompressedArchiveTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Compressed_archive_is_verified_backed_up_and_restored(DatabaseProvider provider)
    {
        await using var rig = await BackupRig.StartAsync(provider);
        await rig.Get<InstallationCheck>().RunAsync(CancellationToken.None);
        await CompressAsync(rig);

        var verified = await rig.Get<InstallationVerification>().RunAsync(CancellationToken.None);
        Assert.Equal((2, 0), (verified.Files, verified.Faults.Count));
        Assert.Empty((await rig.Get<ArchiveSample>().ReadAsync(0, CancellationToken.None)).Missing);
        var made = await rig.BackUpAsync();
        Assert.Equal((2, 0), (made.Manifest.FileCount, made.Manifest.Damaged.Count));
        Assert.Empty((await rig.Get<BackupCheck>().RunAsync(rig.Folder, null, CancellationToken.None)).Faults);

        await using var empty = await TestDatabase.CreateAsync(provider);
        var restored = await empty.Get<Restore>().RunAsync(rig.Folder, null, replaces: false, CancellationToken.None);
        Assert.Equal((2, 0), (restored.Files, restored.Missing.Count));
        Assert.Empty((await empty.Get<InstallationVerification>().RunAsync(CancellationToken.None)).Faults);
    }

    [Theory, OnSqlite]
    public async Task Restore_makes_no_second_copy_of_a_compressed_file(DatabaseProvider provider)
    {
        await using var rig = await BackupRig.StartAsync(provider);
        await rig.BackUpAsync();
        await CompressAsync(rig);

        var restored = await rig.Get<Restore>().RunAsync(rig.Folder, null, replaces: true, CancellationToken.None);

        Assert.Equal((0, 0), (restored.Files, restored.Missing.Count));
        Assert.Empty(Files(rig, "*.bin"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Database_is_rebuilt_from_a_compressed_archive(DatabaseProvider provider)
    {
        await using var rig = await BackupRig.StartAsync(provider);
        await CompressAsync(rig);
        await using var empty = await RebuildTests.OverAsync(rig, provider);

        var rebuilt = await empty.Get<ArchiveRebuild>().RunAsync(CancellationToken.None);

        Assert.Equal((2, 0, 0), (rebuilt.Loaded, rebuilt.Refused.Count, rebuilt.Lost.Count));
        Assert.Empty((await rig.ContentAsync()).ServedDifferencesOf(rebuilt.Content));
    }

    [Theory, OnSqlite]
    public async Task Flipped_byte_in_a_compressed_file_is_found_and_put_back(DatabaseProvider provider)
    {
        await using var rig = await BackupRig.StartAsync(provider);
        await rig.Get<InstallationCheck>().RunAsync(CancellationToken.None);
        await rig.BackUpAsync();
        await CompressAsync(rig);
        await BackupRig.FlipAsync(Files(rig, "*.bin.br")[0]);

        var fault = Assert.Single((await rig.Get<InstallationVerification>().RunAsync(CancellationToken.None)).Faults);
        Assert.Contains("is damaged", fault, StringComparison.Ordinal);

        var restored = await rig.Get<Restore>().RunAsync(rig.Folder, null, replaces: true, CancellationToken.None);
        Assert.Equal((1, 0), (restored.Files, restored.Missing.Count));
        Assert.Empty((await rig.Get<InstallationVerification>().RunAsync(CancellationToken.None)).Faults);
    }

    private static async Task CompressAsync(BackupRig rig)
    {
        foreach (var file in Files(rig, "*.bin"))
            await rig.Get<ArchiveCompressor>().CompressAsync(Path.GetFileNameWithoutExtension(file), CancellationToken.None);
        Assert.Empty(Files(rig, "*.bin"));
    }

    private static string[] Files(BackupRig rig, string names) =>
        Directory.GetFiles(Path.Combine(rig.Database.Folder, "archive"), names, SearchOption.AllDirectories);
}
