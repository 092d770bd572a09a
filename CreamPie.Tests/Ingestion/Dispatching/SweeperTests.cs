using CreamPie.Core.Archiving;
using CreamPie.Core.Ingestion.Dispatching;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Ingestion.Dispatching;

public class SweeperTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Undeletable_temporary_file_is_logged_once_and_blocks_no_dispatch(DatabaseProvider provider)
    {
        var log = new LogLines();
        var tomorrow = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(1));
        await using var rig = await IngestionRig.StartAsync(
            provider, services => services.AddSingleton<TimeProvider>(tomorrow).AddLogging(b => b.AddProvider(log)));
        // The test clock stands still, so the guard keeps this result.
        Assert.Null(rig.Get<DiskSpaceGuard>().Paused);
        var temporary = Path.Combine(rig.Database.Folder, "archive", "tmp");
        Directory.Delete(temporary, recursive: true);
        // Files of the kernel: not even root can remove them.
        Directory.CreateSymbolicLink(temporary, "/proc/self/fdinfo");

        await rig.TrackAsync("NONE");
        await rig.RunAsync();
        await rig.Get<Sweeper>().SweepAsync(CancellationToken.None);

        Assert.Equal(1, rig.Source.Connections);
        Assert.Single(log, l => l.StartsWith("A temporary file of the archive cannot be removed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nearly_full_disk_is_cleaned_of_abandoned_temporary_files()
    {
        await using var rig = await IngestionRig.StartAsync(DatabaseProvider.Sqlite);
        var options = rig.Get<IOptions<StorageOptions>>().Value;
        options.MinFreeMegabytes = 10_000_000;
        var temporary = Directory.CreateDirectory(Path.Combine(options.Archive, "tmp")).FullName;
        var (abandoned, current) = (Path.Combine(temporary, "abandoned"), Path.Combine(temporary, "current"));
        await File.WriteAllTextAsync(abandoned, "half a page");
        await File.WriteAllTextAsync(current, "half a page");
        File.SetLastWriteTimeUtc(abandoned, rig.Get<TimeProvider>().GetUtcNow().UtcDateTime.AddHours(-2));

        await rig.Get<Sweeper>().SweepAsync(CancellationToken.None);

        Assert.NotNull(rig.Get<DiskSpaceGuard>().Paused);
        Assert.Equal([current], Directory.GetFiles(temporary));
    }
}
