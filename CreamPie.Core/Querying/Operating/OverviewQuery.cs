using CreamPie.Core.Accounts;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Querying.Sources;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Operating;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Operating;

/// <summary>What the installation does, for an admin: few queries, each over an index or a small table.</summary>
public sealed class OverviewQuery(
    IDbContextFactory<CreamPieDbContext> contexts, SourceQuery sources, DatabaseClock clock, TimeProvider time)
{
    private const int MostAlerts = 10;

    private static readonly TimeSpan UnsentShown = TimeSpan.FromDays(7);

    /// <summary>The overview of this moment.</summary>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public async Task<Overview> OverviewAsync(Caller caller, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = await clock.NowAsync(db, cancellationToken);
        return new(
            now,
            await QueueAsync(db, now, cancellationToken),
            await AttemptDays.ReadAsync(db, now, cancellationToken),
            await db.Documents.DeadLetters().CountAsync(cancellationToken),
            await StocksAsync(db, cancellationToken),
            await sources.SourcesAsync(caller, cancellationToken),
            await NodesAsync(db, now, cancellationToken),
            await BytesAsync(db, cancellationToken),
            await AlertsAsync(db, cancellationToken),
            await UnsentAsync(db, now, cancellationToken));
    }

    private static async Task<QueueItem> QueueAsync(CreamPieDbContext db, DateTime now, CancellationToken cancellationToken)
    {
        var open = await db.Documents.Open()
            .GroupBy(d => new { d.State, IsRunning = d.LeaseUntil >= now })
            .Select(g => new { g.Key.State, g.Key.IsRunning, Count = g.Count() })
            .ToListAsync(cancellationToken);
        var oldest = await db.Documents.Runnable(now).MinAsync(d => (DateTime?)d.NextAttempt, cancellationToken);
        return new(
            open.Where(o => !o.IsRunning && o.State != DocumentState.Archived).Sum(o => o.Count),
            open.Where(o => o.IsRunning).Sum(o => o.Count),
            open.Where(o => !o.IsRunning && o.State == DocumentState.Archived).Sum(o => o.Count),
            oldest);
    }

    private async Task<Dictionary<StockStatus, int>> StocksAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var stocks = await db.Stocks.GroupBy(s => new { s.Status, IsPast = s.CurrentUntil <= now })
            .Select(g => new { g.Key.Status, g.Key.IsPast, Count = g.Count() })
            .ToListAsync(cancellationToken);
        return stocks
            .GroupBy(s => s is { Status: StockStatus.Current, IsPast: true } ? StockStatus.Late : s.Status)
            .ToDictionary(g => g.Key, g => g.Sum(s => s.Count));
    }

    private static async Task<List<NodeItem>> NodesAsync(CreamPieDbContext db, DateTime now, CancellationToken cancellationToken)
    {
        var working = await db.Nodes.Working(now).Select(n => n.Id).ToListAsync(cancellationToken);
        var alive = await db.Nodes.Alive(now).Select(n => n.Id).ToListAsync(cancellationToken);
        var nodes = await db.Nodes.AsNoTracking().ToListAsync(cancellationToken);
        return
        [
            .. nodes.OrderByDescending(n => alive.Contains(n.Id)).ThenBy(n => n.Role, StringComparer.Ordinal)
                .ThenBy(n => n.Machine, StringComparer.Ordinal).ThenByDescending(n => n.LastBeat)
                .Select(n => new NodeItem(
                    n.Machine, n.Role, n.Version, n.StartedAt, n.LastBeat, n.StoppedAt, alive.Contains(n.Id),
                    working.Contains(n.Id), n.IsWorker && alive.Contains(n.Id) && !working.Contains(n.Id), n.FreeBytes, n.DiskBytes)),
        ];
    }

    private static Task<long> BytesAsync(CreamPieDbContext db, CancellationToken cancellationToken) => db.Database.IsSqlite()
        ? db.Database.SqlQuery<long>(
            $"select page_count * page_size as \"Value\" from pragma_page_count(), pragma_page_size()").SingleAsync(cancellationToken)
        : db.Database.SqlQuery<long>($"select pg_database_size(current_database()) as \"Value\"").SingleAsync(cancellationToken);

    private static Task<List<AlertItem>> AlertsAsync(CreamPieDbContext db, CancellationToken cancellationToken) => db.Alerts.AsNoTracking()
        .Where(a => a.RaisedAt != null)
        .OrderBy(a => a.RecoveredAt != null).ThenByDescending(a => a.RecoveredAt ?? a.RaisedAt)
        .Take(MostAlerts)
        .Select(a => new AlertItem(a.Title, a.Detail, a.RaisedAt!.Value, a.RecoveredAt))
        .ToListAsync(cancellationToken);

    private static Task<List<UnsentItem>> UnsentAsync(CreamPieDbContext db, DateTime now, CancellationToken cancellationToken)
    {
        var since = now - UnsentShown;
        return db.AlertMessages.AsNoTracking()
            .Where(m => m.SentAt == null && m.Error != null && m.CreatedAt >= since)
            .OrderByDescending(m => m.CreatedAt)
            .Take(MostAlerts)
            .Select(m => new UnsentItem(m.Channel, m.Title, m.Error!, m.NextAttempt))
            .ToListAsync(cancellationToken);
    }
}
