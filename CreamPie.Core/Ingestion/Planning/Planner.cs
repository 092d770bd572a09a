using CreamPie.Core.Ingestion.SourceHealth;
using CreamPie.Core.Sources;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Transitions;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Ingestion.Planning;

/// <summary>
/// Plans a document for each due stock, from the first source of its order that is available. Idempotent in any process:
/// a due session is planned once per source, and missed sessions become one pull.
/// </summary>
public sealed class Planner(
    SourceCatalog catalog, SourceControl control, IDbContextFactory<CreamPieDbContext> contexts, DatabaseClock clock)
{
    /// <summary>Stocks read together, and pulls that are enough for one call.</summary>
    internal const int Batch = 500;

    /// <summary>Plans the pulls of all due stocks.</summary>
    /// <returns>Number of pulls planned.</returns>
    public Task<int> PlanDueAsync(CancellationToken cancellationToken) =>
        TransientFaults.RetryAsync(() => PlanOnceAsync(cancellationToken), cancellationToken);

    private async Task<int> PlanOnceAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = await clock.NowAsync(db, cancellationToken);
        await control.UpgradeAsync(db, now, cancellationToken);
        await SupersedeUnwantedAsync(db, cancellationToken);
        var sources = await SourceAvailability.ReadAsync(db, catalog, now, cancellationToken);
        var free = await FreeInUseAsync(db, sources, cancellationToken);
        // Somebody waits for the first pull of a stock: all of these are planned, whoever has tracked many.
        var pending = db.Stocks.Pulled().Where(s => s.Status == StockStatus.Pending);
        var pulls = await PlanBatchesAsync(db, pending, int.MaxValue, sources, free, now, cancellationToken);
        var pulled = db.Stocks.Pulled().Where(s => s.Status != StockStatus.Pending);
        pulls.AddRange(await PlanBatchesAsync(db, pulled, Batch, sources, free, now, cancellationToken));
        db.Documents.AddRange(pulls);
        await db.SaveChangesAsync(cancellationToken);
        return pulls.Count;
    }

    /// <summary>Plans the due ones of some stocks, a batch at a time, until there are enough pulls.</summary>
    private async Task<List<Document>> PlanBatchesAsync(
        CreamPieDbContext db, IQueryable<Stock> stocks, int enough, SourceAvailability sources, List<SourceName> free, DateTime now,
        CancellationToken cancellationToken)
    {
        var pulls = new List<Document>();
        var last = default(DueStock);
        List<DueStock> batch;
        do
        {
            // A batch may allow no pull at all; the stocks after it must not starve.
            batch = await DueStock.ReadAsync(db, stocks, last, now, Batch, cancellationToken);
            var idle = await DueStock.IdleAsync(db, batch, sources, free, now, cancellationToken);
            pulls.AddRange(await PlanAsync(db, idle, sources, now, cancellationToken));
            last = batch.LastOrDefault();
        }
        while (batch.Count == Batch && pulls.Count < enough);
        return pulls;
    }

    /// <summary>The next pull of a due stock; null if there is none, or one is open.</summary>
    internal async Task<Document?> NextPullAsync(CreamPieDbContext db, Stock stock, DateTime now, CancellationToken cancellationToken)
    {
        var sources = await SourceAvailability.ReadAsync(db, catalog, now, cancellationToken);
        return (await PlanAsync(db, [stock], sources, now, cancellationToken)).SingleOrDefault();
    }

    private async Task<List<Document>> PlanAsync(
        CreamPieDbContext db, IReadOnlyList<Stock> due, SourceAvailability sources, DateTime now, CancellationToken cancellationToken)
    {
        var rounds = due.ToDictionary(s => s.Id, s => PlanKeys.Round(s.Symbol, s.NextDue!.Value));
        var roundPulls = (await PullCompletion.PullsOfAsync(db, rounds.Values, cancellationToken))
            .ToLookup(d => PlanKeys.RoundOf(d.PlanKey));
        var requesters = await RequestersAsync(db, due, cancellationToken);
        var pulls = new List<Document>();
        foreach (var stock in due)
        {
            var order = catalog.OrderOf(stock.SourceOrder).Except(sources.Stopped).ToList();
            var round = new FallbackRound(order, [.. roundPulls[rounds[stock.Id]]]);
            if (round.Next(sources.Paused, now) is { } source)
            {
                var from = await PullRange.FromAsync(db, stock, source, now, cancellationToken);
                var requester = requesters.GetValueOrDefault(stock.Id);
                pulls.Add(NewDocument.Pull(stock, source, PlanKeys.Of(rounds[stock.Id], source), from, now, requester));
            }
            else if (!round.IsOngoing)
            {
                await EndAsync(db, stock, round, order, now, cancellationToken);
            }
        }
        return pulls;
    }

    /// <summary>
    /// No source is left: the next session is due. A superseded pull does not change the status of the stock.
    /// </summary>
    private static async Task EndAsync(
        CreamPieDbContext db, Stock stock, FallbackRound round, IReadOnlyList<SourceName> order, DateTime now,
        CancellationToken cancellationToken)
    {
        var unknownDays = await PullCompletion.UnknownDaysAsync(db, stock, round, order, cancellationToken);
        var (status, next) = StockProgress.AfterFailure(stock, unknownDays, now);
        if (round.IsDelivered || (!round.HasFailed && order.Count > 0))
            status = stock.Status;
        // Must not overwrite the end of a concurrent pull.
        var was = stock.Status;
        await db.Stocks.Where(s => s.Id == stock.Id && s.NextDue == stock.NextDue && s.Status == was).ExecuteUpdateAsync(
            set => set.SetProperty(s => s.Status, status).SetProperty(s => s.NextDue, next), cancellationToken);
    }

    /// <summary>The first follower of each stock that has no data yet; none for a stock of the house.</summary>
    private static async Task<Dictionary<int, string?>> RequestersAsync(
        CreamPieDbContext db, IReadOnlyList<Stock> due, CancellationToken cancellationToken)
    {
        int[] awaited = [.. due.Where(s => s.LastSession is null).Select(s => s.Id)];
        if (awaited.Length == 0)
            return [];
        var followers = await db.Followers.AsNoTracking().Where(f => awaited.Contains(f.StockId)).ToListAsync(cancellationToken);
        return followers.GroupBy(f => f.StockId).ToDictionary(
            stock => stock.Key,
            stock => stock.MinBy(f => f.Since) is { UserId: not Follower.House and var user } ? user : null);
    }

    /// <summary>Available sources that are in the installation's order or in that of a stock.</summary>
    private async Task<List<SourceName>> FreeInUseAsync(
        CreamPieDbContext db, SourceAvailability sources, CancellationToken cancellationToken)
    {
        var own = await db.Stocks.Pulled()
            .Where(s => s.SourceOrder != null)
            .Select(s => s.SourceOrder)
            .Distinct()
            .ToListAsync(cancellationToken);
        return [.. sources.Free.Intersect([.. catalog.Order, .. own.SelectMany(catalog.OrderOf)])];
    }

    /// <summary>
    /// Supersedes queued pulls whose stock is not tracked or is paused, or whose source is stopped or not installed.
    /// </summary>
    private Task SupersedeUnwantedAsync(CreamPieDbContext db, CancellationToken cancellationToken) => db.Documents.QueuedPulls()
        .Where(d => !db.Stocks.Pulled().Any(s => s.Id == d.StockId) || db.SourceHealth.Stopped().Any(h => h.Source == d.Source)
            || !catalog.Requestable.Contains(d.Source))
        .SupersedeAsync(cancellationToken);
}
