using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Sources;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Sources;

/// <summary>Health of the sources, throttling of their hosts, and source orders.</summary>
public sealed class SourceQuery(IDbContextFactory<CreamPieDbContext> contexts, SourceCatalog catalog, DatabaseClock clock)
{
    /// <summary>A due pull is made within it, unless many are due: but then the source is being requested.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>Every installed source in rank order, and every host ever requested.</summary>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public async Task<SourcesView> SourcesAsync(Caller caller, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var health = await db.SourceHealth.AsNoTracking().ToDictionaryAsync(h => h.Source, cancellationToken);
        var gates = await db.HostGates.AsNoTracking().OrderBy(g => g.Host).ToListAsync(cancellationToken);
        var robots = await db.HostRobots.AsNoTracking()
            .Select(r => new { r.Host, r.FetchedAt, r.Status }).ToDictionaryAsync(r => r.Host, cancellationToken);
        var now = await clock.NowAsync(db, cancellationToken);
        var overdue = await OverdueAsync(db, now, cancellationToken);
        return new(
            [.. catalog.All.Select(s => SourceItem.Of(
                s, health.GetValueOrDefault(s.Name), catalog.Requestable.Contains(s.Name) ? overdue : null))],
            gates.ConvertAll(g => HostItem.Of(
                g, robots.GetValueOrDefault(g.Host)?.FetchedAt, robots.GetValueOrDefault(g.Host)?.Status, now)));
    }

    /// <summary>When the pull that waits longest was due; null if all that is due is being pulled.</summary>
    private static Task<DateTime?> OverdueAsync(CreamPieDbContext db, DateTime now, CancellationToken cancellationToken)
    {
        var before = now - Patience;
        return db.Stocks.Pulled().Where(s => s.NextDue < before).MinAsync(s => s.NextDue, cancellationToken);
    }

    /// <summary>The source order of one stock; null if there is no such stock.</summary>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public async Task<SourceOrderView?> OrderAsync(Caller caller, Symbol symbol, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stock = await db.Stocks.AsNoTracking().Where(s => s.Symbol == symbol.Value)
            .Select(s => new { s.SourceOrder }).SingleOrDefaultAsync(cancellationToken);
        if (stock is null)
            return null;
        var stopped = await db.SourceHealth.StoppedAsync(cancellationToken);
        var order = catalog.OrderOf(stock.SourceOrder);
        return new(stock.SourceOrder is not null, order, [.. catalog.Requestable.Except(order)], stopped);
    }
}
