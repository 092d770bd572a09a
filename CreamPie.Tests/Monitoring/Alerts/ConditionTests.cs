using CreamPie.Core.Monitoring.Alerts;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Backups;
using CreamPie.Core.Storage.Tables.Operating;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Monitoring.Alerts;

/// <summary>What needs a person, and what does not although it looks like it.</summary>
public sealed class ConditionTests
{
    private static readonly DateTime Now = new(2026, 11, 30, 12, 0, 0, DateTimeKind.Utc);

    [Theory, OnSqlite, OnPostgres]
    public async Task Nothing_wrong_needs_nobody(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.AddAsync(
            Worker(freeGigabytes: 900),
            new SourceHealthRow { Source = SourceName.YahooPage, LastLoadedAt = Now.AddDays(-3), LastFailedAt = Now.AddHours(-70) },
            new HostGateRow { Host = "finance.example", NextSlot = Now, Refusals = 2, PausedUntil = Now.AddHours(2) },
            new Stock { Symbol = "AAA", Status = StockStatus.Current, CurrentUntil = Now.AddHours(-23), NextDue = Now.AddHours(-1) },
            new Stock { Symbol = "BBB", Status = StockStatus.Paused, CurrentUntil = Now.AddDays(-90) },
            new Stock { Symbol = "CCC", Status = StockStatus.NotFound },
            Failed(1, Reason.Network), Failed(2, Reason.SymbolUnknown));

        Assert.Equal(["workers"], await FoundAsync(database));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Each_trouble_has_its_alert(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, new Dictionary<string, string?>
        {
            ["Storage:MinFreePercent"] = "5",
            ["Storage:MinFreeMegabytes"] = "0",
        });
        await database.AddAsync(
            Worker(freeGigabytes: 70),
            new SourceHealthRow { Source = SourceName.YahooPage, LastLoadedAt = Now.AddDays(-3), LastFailedAt = Now.AddHours(-1) },
            new SourceHealthRow { Source = SourceName.YahooChart, StoppedAt = Now.AddDays(-1), StoppedWhy = "Unknown layout." },
            new HostGateRow { Host = "finance.example", NextSlot = Now, Refusals = 3, Why = "Forbidden", PausedUntil = Now.AddHours(4) },
            new Stock { Symbol = "AAA", Status = StockStatus.Current, CurrentUntil = Now.AddHours(-25), NextDue = Now.AddHours(-25) },
            new Stock { Symbol = "BBB", Status = StockStatus.Pending, NextDue = Now.AddHours(-25) },
            Failed(1, Reason.Layout), Failed(2, Reason.Layout), Failed(3, Reason.Network));

        Assert.Equal(
            [
                "disk:worker-1", "failed-documents:YahooPage:Layout", "host:finance.example", "late-stocks", "source:YahooChart:stopped",
                "source:YahooPage:silent",
            ],
            (await FoundAsync(database)).Where(f => f != "workers"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Workers_that_are_restarted_at_once_are_told_to_nobody(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);

        await database.Get<AlertCheck>().CheckAsync(CancellationToken.None);
        await using var db = database.Open();
        Assert.Null((await db.Alerts.AsNoTracking().SingleAsync()).RaisedAt);
        await db.Alerts.ExecuteUpdateAsync(set => set.SetProperty(a => a.SeenSince, a => Now.AddYears(-1)));

        await database.Get<AlertCheck>().CheckAsync(CancellationToken.None);

        var raised = await db.Alerts.AsNoTracking().SingleAsync();
        Assert.Equal(("workers", true), (raised.Key, raised.RaisedAt is not null));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Backups_that_are_set_up_must_be_made_whole_and_restorable(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.AddAsync(Run(1, BackupKind.Drill, BackupOutcome.Failed, Now.AddDays(-9)));
        Assert.DoesNotContain(await FoundAsync(database), IsOfBackups);

        await database.AddAsync(new MaintenanceTask { Name = MaintenanceTask.BackUp, NextRun = Now.AddHours(3) });
        Assert.Equal(["backups:drill", "backups:late"], (await FoundAsync(database)).Where(IsOfBackups));

        await database.AddAsync(
            Run(2, BackupKind.Backup, BackupOutcome.Incomplete, Now.AddHours(-47)),
            Run(3, BackupKind.Drill, BackupOutcome.Succeeded, Now.AddHours(-46)),
            Run(4, BackupKind.Backup, BackupOutcome.Failed, Now.AddHours(-22)));
        Assert.Equal(["backups:incomplete"], (await FoundAsync(database)).Where(IsOfBackups));

        await database.AddAsync(
            Run(5, BackupKind.Backup, BackupOutcome.Succeeded, Now.AddHours(-1)),
            Run(6, BackupKind.Backup, outcome: null, Now));
        Assert.DoesNotContain(await FoundAsync(database), IsOfBackups);
    }

    private static bool IsOfBackups(string key) => key.StartsWith("backups:", StringComparison.Ordinal);

    private static BackupRun Run(int id, BackupKind kind, BackupOutcome? outcome, DateTime started) => new()
    {
        Id = id,
        Kind = kind,
        Outcome = outcome,
        Started = started,
        Ended = outcome is null ? null : started,
        Name = outcome is null or BackupOutcome.Failed ? null : "20261130T023000Z",
        Detail = outcome is null ? null : "Told.",
    };

    private static async Task<IEnumerable<string>> FoundAsync(TestDatabase database)
    {
        await using var db = database.Open();
        var keys = new List<string>();
        foreach (var condition in database.Services.GetServices<IAlertCondition>())
            keys.AddRange((await condition.FindAsync(db, Now, CancellationToken.None)).Select(f => f.Key));
        return keys.Order(StringComparer.Ordinal);
    }

    private static Document Failed(int id, Reason reason)
    {
        var document = SeedData.NewDocument(id, "AAA", state: DocumentState.Dead);
        document.Reason = reason;
        return document;
    }

    private static Node Worker(long freeGigabytes)
    {
        var node = WorkerNode.Of(Now);
        (node.FreeBytes, node.DiskBytes) = (freeGigabytes * 1_000_000_000, 1_000_000_000_000);
        return node;
    }
}
