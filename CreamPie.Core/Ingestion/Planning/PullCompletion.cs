using CreamPie.Core.Sources;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Transitions;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Ingestion.Planning;

/// <summary>Updates the stock and its other pulls when a pull ends, in the same transaction.</summary>
public sealed class PullCompletion(SourceCatalog sources)
{
    /// <summary>
    /// Tolerance: the database's clock may have been set since the fetch, or a standby with another clock may have taken
    /// over.
    /// </summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromHours(1);

    /// <summary>After a load; <paramref name="stock"/> is locked.</summary>
    internal async Task LoadedAsync(CreamPieDbContext db, Stock stock, Document pull, DateTime now, CancellationToken cancellationToken)
    {
        if (stock.IsTracked && pull.IsPull)
            await DeliveredAsync(db, stock, pull, Outcome.Loaded, now, cancellationToken);
    }

    /// <summary>After an end without a load; <paramref name="stock"/> is locked.</summary>
    internal async Task EndedAsync(
        CreamPieDbContext db, Stock stock, Document pull, AttemptResult ending, DateTime now, CancellationToken cancellationToken)
    {
        if (!stock.IsTracked || pull.IsFile)
            return;
        if (ending.Outcome == Outcome.NoData)
        {
            await DeliveredAsync(db, stock, pull, Outcome.NoData, now, cancellationToken);
            return;
        }
        var name = PlanKeys.RoundOf(pull.PlanKey);
        var roundPulls = await PullsOfAsync(db, [name], cancellationToken);
        var order = await OrderOfAsync(db, stock, cancellationToken);
        var round = new FallbackRound(
            order,
            roundPulls.Count > 0
                ? roundPulls
                : await db.Documents.AsNoTracking().Where(d => d.Id == pull.Id).ToListAsync(cancellationToken));
        var isCurrent = stock.NextDue is { } due && PlanKeys.Round(stock.Symbol, due) == name;
        // Another source delivered, or it is an old dead letter of a stock that has moved on.
        if (round.IsDelivered || (!isCurrent && stock.Status is StockStatus.Current or StockStatus.Late))
            return;
        if (NeedsFullHistory(stock, pull, ending))
            StockProgress.RequiresFullPull(stock, ending, now);
        else if (ending.Wait is not null || (isCurrent ? round.IsOngoing : stock.NextDue <= now))
            StockProgress.Waits(stock, ending, now);
        else
            StockProgress.Failed(stock, ending, await UnknownDaysAsync(db, stock, round, order, cancellationToken), now);
    }

    /// <summary>True for a mass rewrite in a partial pull: only the full history shows whether it is one.</summary>
    private static bool NeedsFullHistory(Stock stock, Document pull, AttemptResult ending) =>
        ending.Reason == Reason.MassRewrite && pull.FromDay is not null && !stock.NeedsFullPull;

    /// <summary>The pulls of some rounds, in any state.</summary>
    internal static Task<List<Document>> PullsOfAsync(
        CreamPieDbContext db, IReadOnlyCollection<string> rounds, CancellationToken cancellationToken)
    {
        var keys = rounds.SelectMany(PlanKeys.OfRound).ToList();
        return db.Documents.AsNoTracking().Where(d => keys.Contains(d.PlanKey)).ToListAsync(cancellationToken);
    }

    /// <summary>
    /// Number of days on which every source did not know the symbol; null unless all sources of this round said so.
    /// </summary>
    internal static async Task<int?> UnknownDaysAsync(
        CreamPieDbContext db, Stock stock, FallbackRound round, IReadOnlyList<SourceName> order, CancellationToken cancellationToken)
    {
        if (!round.IsUnknownEverywhere)
            return null;
        var lastKnown = await db.Documents.Pulls()
            .Where(d => d.StockId == stock.Id && d.State == DocumentState.Loaded)
            .MaxAsync(d => (int?)d.Id, cancellationToken);
        var ends = await db.Documents
            .Where(d => d.StockId == stock.Id && d.Reason == Reason.SymbolUnknown && (lastKnown == null || d.Id > lastKnown))
            .Select(d => new { d.PlannedAt, d.Source })
            .ToListAsync(cancellationToken);
        return ends.GroupBy(e => DateOnly.FromDateTime(e.PlannedAt)).Count(day => !order.Except(day.Select(e => e.Source)).Any());
    }

    private async Task DeliveredAsync(
        CreamPieDbContext db, Stock stock, Document pull, Outcome outcome, DateTime now, CancellationToken cancellationToken)
    {
        // The bytes of an old dead letter are older than what is due.
        if (stock.NextDue <= now && pull.KnownAt < stock.NextDue - ClockSkew)
            return;
        var series = PullRange.SeriesOf(pull.Source);
        var lastBar = await db.DailyBars
            .Where(b => b.StockId == stock.Id && series.Contains(b.Source) && b.Final)
            .MaxAsync(b => (DateOnly?)b.Date, cancellationToken);
        var isWhole = pull.FromDay is null && outcome == Outcome.Loaded;
        if (isWhole && IsServed(stock, pull.Source))
            stock.NeedsFullPull = false;
        StockProgress.Delivered(stock, outcome, lastBar, again: stock.NeedsFullPull && pull.FromDay is not null, now);
        // Waiting requests are no longer needed, and a full history settles partial mass rewrites.
        var others = db.Documents.Pulls().Where(d => d.StockId == stock.Id && d.Id != pull.Id);
        await others.QueuedPulls().Where(d => d.Sha256 == null).SupersedeAsync(cancellationToken);
        if (isWhole)
            await others.MassRewrites().Where(d => d.FromDay != null && d.Source == pull.Source).SupersedeAsync(cancellationToken);
    }

    /// <summary>
    /// True if the source is the served one, or the first of the order, or if the served one is no longer in the order.
    /// </summary>
    private bool IsServed(Stock stock, SourceName source)
    {
        var order = sources.OrderOf(stock.SourceOrder);
        return stock.ServedSource is not { } served || served == source || source == order[0] || !order.Contains(served);
    }

    private async Task<IReadOnlyList<SourceName>> OrderOfAsync(CreamPieDbContext db, Stock stock, CancellationToken cancellationToken) =>
        [.. sources.OrderOf(stock.SourceOrder).Except(await db.SourceHealth.StoppedAsync(cancellationToken))];
}
