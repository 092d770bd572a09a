using System.Globalization;
using CreamPie.Core.Archiving;
using CreamPie.Core.Database;
using CreamPie.Core.Market;
using CreamPie.Core.Tracking;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Ingestion;

/// <summary>Turns due stocks into planned documents. Whoever calls it, however often: each due session is planned once.</summary>
public sealed class Planner(IDbContextFactory<CreamPieDbContext> contexts, DatabaseClock clock)
{
    private const int Batch = 500;

    /// <returns>How many pulls were planned.</returns>
    public Task<int> PlanDueAsync(CancellationToken cancellationToken) =>
        Transient.RetryAsync(() => PlanOnceAsync(cancellationToken), cancellationToken);

    private async Task<int> PlanOnceAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = await clock.NowAsync(db, cancellationToken);
        await SupersedeUnwantedAsync(db, cancellationToken);
        var due = await Pulled(db)
            .Where(s => s.NextDue <= now && !OpenPulls(db).Any(d => d.StockId == s.Id))
            .OrderBy(s => s.NextDue)
            .Take(Batch)
            .ToListAsync(cancellationToken);
        var keys = due.ConvertAll(PlanKey);
        var planned = await db.Documents.Where(d => keys.Contains(d.PlanKey)).Select(d => d.PlanKey).ToListAsync(cancellationToken);
        var open = due.Where(stock => !planned.Contains(PlanKey(stock))).ToList();
        db.Documents.AddRange(open.Select(stock => NewPull(stock, PlanKey(stock), now)));
        // Planned before and not done: somebody took it out of the queue, so the next session is due.
        foreach (var stock in due.Except(open))
            stock.NextDue = TradingCalendar.For(stock.Exchange, stock.TimeZone).NextFinal(now);
        await db.SaveChangesAsync(cancellationToken);
        return open.Count;
    }

    /// <summary>Stocks whose sources are asked.</summary>
    internal static IQueryable<Stock> Pulled(CreamPieDbContext db) =>
        db.Stocks.Where(s => s.Status != StockStatus.Imported && s.Status != StockStatus.Paused);

    internal static IQueryable<Document> OpenPulls(CreamPieDbContext db) =>
        db.Documents.Where(d => d.FileName == null && Claims.Runnable.Contains(d.State));

    internal static Document NewPull(Stock stock, string planKey, DateTime now) => new()
    {
        Source = SourceName.YahooPage,
        Symbol = stock.Symbol,
        StockId = stock.Id,
        PlanKey = planKey,
        PlannedAt = now,
        State = DocumentState.Planned,
        NextAttempt = now,
    };

    private static string PlanKey(Stock stock) =>
        string.Create(CultureInfo.InvariantCulture, $"due:{stock.Symbol}:{stock.NextDue:yyyyMMdd'T'HHmmssfff}");

    /// <summary>A pull that was planned for a stock that is not tracked any more, or is paused, is not made.</summary>
    private static Task SupersedeUnwantedAsync(CreamPieDbContext db, CancellationToken cancellationToken) => db.Documents
        .Where(d => d.FileName == null && (d.State == DocumentState.Planned || d.State == DocumentState.Waiting)
            && !Pulled(db).Any(s => s.Id == d.StockId))
        .ExecuteUpdateAsync(set => set.SetProperty(d => d.State, DocumentState.Superseded), cancellationToken);
}
