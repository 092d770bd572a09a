using System.Text;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Ingestion.Retention;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Archiving.Buckets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Ingestion.Retention;

/// <summary>
/// One stock with three files that say the same: the first wrote the bars, the last stands behind them, and nothing refers to the one
/// between. Files are kept for 400 days.
/// </summary>
internal sealed class RetentionRig : IAsyncDisposable
{
    public const string Symbol = "FOO";

    private const string Rows = """
        Date,Open,High,Low,Close,Adj Close,Volume,Dividends,Stock Splits
        2024-01-02,10,11,9,10,10,1000,0,0
        2024-01-03,11,12,10,11,11,1000,0,0
        2024-01-04,12,13,11,12,12,1000,0,0
        2024-01-05,13,14,12,13,13,1000,0,0
        """;

    private const string Restated = """
        Date,Open,High,Low,Close,Adj Close,Volume,Dividends,Stock Splits
        2024-01-02,10,11,9,10,9.6,1000,0,0
        2024-01-03,11,12,10,11,10.56,1000,0,0
        2024-01-04,12,13,11,12,11.52,1000,0,0
        2024-01-05,13,14,12,13,12.48,1000,0,0
        2024-01-08,13,14,12,13,13,1000,0.52,0
        """;

    private readonly FakeTimeProvider _time;

    private RetentionRig(IngestionRig rig, FakeTimeProvider time) => (Rig, _time) = (rig, time);

    public IngestionRig Rig { get; }

    public Document First { get; private set; } = null!;

    public Document Between { get; private set; } = null!;

    public Document Last { get; private set; } = null!;

    public static async Task<RetentionRig> StartAsync(
        DatabaseProvider provider, bool inBucket = false, string days = "400", bool same = false)
    {
        // A rebuild takes no document of the future, and its clock is the real one.
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddMinutes(-1));
        var settings = inBucket ? S3Server.Settings(await S3Server.SharedAsync()) : [];
        settings["Retention:DropFolder:Days"] = days;
        var rig = new RetentionRig(
            await IngestionRig.StartAsync(
                provider, services => services.AddSingleton<TimeProvider>(time), settings: _ => settings), time);
        rig.First = await rig.DropAsync("20240110", "");
        rig.Between = await rig.DropAsync("20240111", "\n");
        rig.Last = await rig.DropAsync("20240112", same ? "\n" : "\n\n");
        return rig;
    }

    public T Get<T>() where T : notnull => Rig.Get<T>();

    public Task<Document> DropAsync(string captured, string end) => DropRowsAsync(captured, Rows + end);

    /// <summary>A later day pays a dividend, which restates the adjusted closes of all days before it.</summary>
    public Task<Document> DropRestatedAsync(string captured, string end) => DropRowsAsync(captured, Restated + end);

    public void Pass(int days) => _time.Advance(TimeSpan.FromDays(days));

    /// <summary>So much passes whenever somebody asks for the time.</summary>
    public void PassPerCall(TimeSpan time) => _time.AutoAdvanceAmount = time;

    /// <returns>Ids of the documents whose bytes are given up.</returns>
    public async Task<IReadOnlyList<int>> ApplyAsync()
    {
        Assert.True(await Get<DocumentRetention>().RunAsync(CancellationToken.None));
        return [.. (await Rig.DocumentsAsync()).Where(d => d.BytesRemovedAt is not null).Select(d => d.Id)];
    }

    /// <summary>The two weekly cleanups that remove an orphan.</summary>
    public async Task CleanUpAsync()
    {
        for (var week = 0; week < 2; week++)
        {
            Pass(8);
            await Get<ArchiveCleanup>().CleanUpAsync(CancellationToken.None);
        }
    }

    public ValueTask DisposeAsync() => Rig.DisposeAsync();

    /// <summary>Documents of one instant could not be told apart by when they became known.</summary>
    private Task<Document> DropRowsAsync(string captured, string rows)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        return Rig.DropAsync($"{Symbol}_{captured}.csv", Encoding.UTF8.GetBytes(rows));
    }
}
