using System.Diagnostics;
using System.Globalization;
using CreamPie.Core.Backups.Checking;
using CreamPie.Core.Backups.Making;
using CreamPie.Core.Backups.Restoring;
using CreamPie.Core.Storage;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Benchmarks;

/// <summary>
/// <c>dotnet run -c Release --project CreamPie.Tests -- backups 500</c>: so many symbols with pages of ten years, imported as files are,
/// on both databases; then each command on them, in seconds, and what it writes.
/// </summary>
internal static class BackupTimes
{
    private const int Sessions = 2_520;

    public static async Task MeasureAsync(int symbols)
    {
        foreach (var provider in Enum.GetValues<DatabaseProvider>())
        {
            var folder = Directory.CreateTempSubdirectory("creampie-backups-").FullName;
            try
            {
                await MeasureAsync(provider, symbols, folder);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static async Task MeasureAsync(DatabaseProvider provider, int symbols, string folder)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var market = new GeneratedMarket(Sessions);
        for (var i = 0; i < symbols; i++)
            await rig.DropAsync($"S{i}.html", market.Page($"S{i}", market.Length($"S{i}")));
        var (full, made) = await TimedAsync(() => rig.Get<Backup>().MakeAsync(folder, CancellationToken.None));
        var (again, second) = await TimedAsync(() => rig.Get<Backup>().MakeAsync(folder, CancellationToken.None));
        var (drill, seen) = await TimedAsync(() => rig.Get<BackupCheck>().RunAsync(folder, null, CancellationToken.None));
        var (verify, whole) = await TimedAsync(() => rig.Get<InstallationVerification>().RunAsync(CancellationToken.None));
        await using var empty = await TestDatabase.CreateAsync(provider);
        var (restore, _) = await TimedAsync(
            () => empty.Get<Restore>().RunAsync(folder, null, replaces: false, CancellationToken.None));
        var manifest = made.Manifest;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{provider}, {manifest.Content.Symbols.Count} symbols, {manifest.Content.Bars:N0} bars, {manifest.FileCount} archived files: "
            + $"first backup {full:0.0} s and {made.Bytes / 1e6:0.0} MB (database {manifest.Database.Bytes / 1e6:0.0} MB, archive "
            + $"{manifest.FileBytes / 1e6:0.0} MB), next one {again:0.0} s and {second.Bytes / 1e6:0.0} MB, drill {drill:0.0} s, "
            + $"restore {restore:0.0} s, verify {verify:0.0} s; {seen.Faults.Count + whole.Faults.Count} faults"));
        foreach (var fault in seen.Faults.Concat(whole.Faults))
            Console.WriteLine("  " + fault);
    }

    private static async Task<(double Seconds, T Result)> TimedAsync<T>(Func<Task<T>> work)
    {
        var watch = Stopwatch.StartNew();
        var result = await work();
        return (watch.Elapsed.TotalSeconds, result);
    }
}
