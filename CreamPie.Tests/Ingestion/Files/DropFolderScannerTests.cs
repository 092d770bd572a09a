using CreamPie.Core.Ingestion.Files;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CreamPie.Tests.Ingestion.Files;

public class DropFolderScannerTests
{
    private static readonly byte[] OneBar = "Date,Open,High,Low,Close,Adj Close,Volume\n2024-01-02,1,2,1,2,2,100\n"u8.ToArray();

    [Theory, OnSqlite]
    public async Task File_leaves_the_drop_folder_once_settled_and_archived(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var folder = Directory.CreateDirectory(Path.Combine(rig.Database.Folder, "drop")).FullName;
        var bytes = "Date,Open,High,Low,Close,Adj Close,Volume\n2024-01-02,1,2,1,2,2,100\n"u8.ToArray();
        await File.WriteAllBytesAsync(Path.Combine(folder, "BRK-B.csv"), bytes);
        foreach (var unfinished in new[] { "KO.csv.crdownload", "KO.csv.part" })
            await File.WriteAllBytesAsync(Path.Combine(folder, unfinished), bytes);
        var drop = rig.Get<DropFolderScanner>();

        Assert.Equal(0, await drop.ScanAsync(CancellationToken.None));
        await File.AppendAllTextAsync(Path.Combine(folder, "BRK-B.csv"), "2024-01-03,1,2,1,2,2,100\n");
        Assert.Equal(0, await drop.ScanAsync(CancellationToken.None));
        Assert.Equal(1, await drop.ScanAsync(CancellationToken.None));

        Assert.Equal(["KO.csv.crdownload", "KO.csv.part"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        await rig.RunAsync();
        Assert.Equal(2, (await rig.BarsAsync("BRK-B")).Count);
    }

    [Theory, OnSqlite]
    public async Task File_rewritten_during_import_stays_and_is_imported_again(DatabaseProvider provider)
    {
        var meanwhile = new Meanwhile();
        await using var rig = await IngestionRig.StartAsync(provider, services => services.AddSingleton<TimeProvider>(meanwhile));
        var folder = Directory.CreateDirectory(Path.Combine(rig.Database.Folder, "drop")).FullName;
        var file = Path.Combine(folder, "KO.csv");
        await File.WriteAllBytesAsync(file, OneBar);
        var drop = rig.Get<DropFolderScanner>();
        await drop.ScanAsync(CancellationToken.None);

        meanwhile.Do = () => File.AppendAllText(file, "2024-01-03,1,2,1,2,2,100\n");
        await drop.ScanAsync(CancellationToken.None);
        Assert.True(File.Exists(file));
        await drop.ScanAsync(CancellationToken.None);
        await drop.ScanAsync(CancellationToken.None);

        Assert.False(File.Exists(file));
        await rig.RunAsync();
        Assert.Equal(2, (await rig.BarsAsync("KO")).Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Odd_file_name_does_not_block_other_files(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var folder = Directory.CreateDirectory(Path.Combine(rig.Database.Folder, "drop")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, new string('A', 199) + "😀.csv"), OneBar);
        await File.WriteAllBytesAsync(Path.Combine(folder, "ZZZ.csv"), OneBar);

        await rig.Get<DropFolderScanner>().ScanAsync(CancellationToken.None);
        Assert.Equal(2, await rig.Get<DropFolderScanner>().ScanAsync(CancellationToken.None));

        Assert.Empty(Directory.GetFiles(folder));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Undeletable_file_is_imported_once_and_again_after_a_change(DatabaseProvider provider)
    {
        var log = new LogLines();
        await using var rig = await IngestionRig.StartAsync(provider, services => services.AddLogging(b => b.AddProvider(log)));
        var folder = Directory.CreateDirectory(Path.Combine(rig.Database.Folder, "drop")).FullName;
        var file = Path.Combine(folder, "KO.csv");
        await File.WriteAllTextAsync(file, "no history\n");
        var drop = rig.Get<DropFolderScanner>();
        drop.Delete = _ => throw new UnauthorizedAccessException("a folder that may not be written");

        await drop.ScanAsync(CancellationToken.None);
        Assert.Equal(1, await drop.ScanAsync(CancellationToken.None));
        await rig.RunAsync();
        Assert.Equal(0, await drop.ScanAsync(CancellationToken.None));
        Assert.Equal(0, await drop.ScanAsync(CancellationToken.None));

        Assert.Equal(DocumentState.Quarantined, Assert.Single(await rig.DocumentsAsync()).State);
        Assert.Single(log, l => l.StartsWith("KO.csv was imported but cannot be deleted", StringComparison.Ordinal));
        Assert.DoesNotContain(log, l => l.Contains("could not be imported", StringComparison.Ordinal));

        await File.WriteAllBytesAsync(file, OneBar);
        await drop.ScanAsync(CancellationToken.None);
        Assert.Equal(1, await drop.ScanAsync(CancellationToken.None));
        await rig.RunAsync();
        Assert.Single(await rig.BarsAsync("KO"));

        drop.Delete = File.Delete;
        Assert.Equal(0, await drop.ScanAsync(CancellationToken.None));
        Assert.False(File.Exists(file));
    }

    [Theory, OnSqlite]
    public async Task Unreadable_file_is_logged_once_and_imported_when_readable(DatabaseProvider provider)
    {
        var log = new LogLines();
        await using var rig = await IngestionRig.StartAsync(provider, services => services.AddLogging(b => b.AddProvider(log)));
        var folder = Directory.CreateDirectory(Path.Combine(rig.Database.Folder, "drop")).FullName;
        var file = Path.Combine(folder, "KO.csv");
        await File.WriteAllBytesAsync(file, OneBar);
        var drop = rig.Get<DropFolderScanner>();
        await using (new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.None))
        {
            for (var scan = 0; scan < 4; scan++)
                Assert.Equal(0, await drop.ScanAsync(CancellationToken.None));
        }

        Assert.Single(log, l => l.StartsWith("KO.csv could not be imported", StringComparison.Ordinal));
        Assert.Equal(1, await drop.ScanAsync(CancellationToken.None));
        Assert.False(File.Exists(file));
    }

    /// <summary>Runs an action once, at the next read of the clock.</summary>
    private sealed class Meanwhile : TimeProvider
    {
        public Action? Do { get; set; }

        public override DateTimeOffset GetUtcNow()
        {
            var action = Do;
            Do = null;
            action?.Invoke();
            return base.GetUtcNow();
        }
    }
}
