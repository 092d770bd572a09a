using CreamPie.Core.Sources;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Transitions;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Ingestion.Planning;

/// <summary>What the end of a pull means for its stock and for the stock's other pulls, inside the transaction that ends it.</summary>
public sealed class PullCompletion(SourceCatalog sources)
{
    /// <summary>The database's clock may have been set since the bytes came, or a standby with another clock have taken over.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromHours(1);

    /// <param name="stock">Locked.</param>
    internal async Task LoadedAsync(CreamPieDbContext db, Stock stock, Document pull, DateTime now, CancellationToken cancellationToken)
    {
        if (stock.IsTracked && pull.IsPull)
            await DeliveredAsync(db, stock, pull, Outcome.Loaded, now, cancellationToken);
    }

    /// <param name="stock">Locked.</param>
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
        var asked = await PullsOfAsync(db, [name], cancellationToken);
        var order = await OrderOfAsync(db, stock, cancellationToken);
        var round = new FallbackRound(order, asked.Count > 0 ? asked : await db.Documents.AsNoTracking().Where(d => d.Id == pull.Id).ToListAsync(cancellationToken));
        var isCurrent = stock.NextDue is { } due && PlanKeys.Round(stock.Symbol, due) == name;
        // Another source had the day, or it is an old dead letter of a stock that has gone on since.
        if (round.IsDelivered || (!isCurrent && stock.Status is StockStatus.Current or StockStatus.Late))
            return;
        if (NeedsFullHistory(stock, pull, ending))
            StockProgress.RequiresFullPull(stock, ending, now);
        else if (ending.Wait is not null || (isCurrent ? round.IsOngoing : stock.NextDue <= now))
            StockProgress.Waits(stock, ending, now);
        else
            StockProgress.Failed(stock, ending, await UnknownDaysAsync(db, stock, round, order, cancellationToken), now);
    }

    /// <summary>Some of the newest bars were rewritten: whether that is much shows only beside the whole history.</summary>
    private static bool NeedsFullHistory(Stock stock, Document pull, AttemptResult ending) =>
        ending.Reason == Reason.MassRewrite && pull.FromDay is not null && !stock.NeedsFullPull;

    /// <summary>The pulls of some rounds, however they ended.</summary>
    internal static Task<List<Document>> PullsOfAsync(CreamPieDbContext db, IReadOnlyCollection<string> rounds, CancellationToken cancellationToken)
    {
        var keys = rounds.SelectMany(PlanKeys.OfRound).ToList();
        return db.Documents.AsNoTracking().Where(d => keys.Contains(d.PlanKey)).ToListAsync(cancellationToken);
    }

    /// <returns>Null if not every source of the round said that it does not know the symbol.</returns>
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
        // What is due is newer than the bytes of an old dead letter.
        if (stock.NextDue <= now && pull.KnownAt < stock.NextDue - ClockSkew)
            return;
        var lastBar = await db.DailyBars
            .Where(b => b.StockId == stock.Id && b.Source == pull.Source && b.Final)
            .MaxAsync(b => (DateOnly?)b.Date, cancellationToken);
        var isWhole = pull.FromDay is null && outcome == Outcome.Loaded;
        if (isWhole && IsServed(stock, pull.Source))
            stock.NeedsFullPull = false;
        StockProgress.Delivered(stock, outcome, lastBar, again: stock.NeedsFullPull && pull.FromDay is not null, now);
        // What still waits for its host would be fetched for nothing; what looked like a rewrite was judged beside the whole.
        var others = db.Documents.Pulls().Where(d => d.StockId == stock.Id && d.Id != pull.Id);
        await others.QueuedPulls().Where(d => d.Sha256 == null).SupersedeAsync(cancellationToken);
        if (isWhole)
            await others.MassRewrites().Where(d => d.FromDay != null && d.Source == pull.Source).SupersedeAsync(cancellationToken);
    }

    /// <summary>The series that is served is whole again, or that of the source that is asked first; one that is not asked any more will never be.</summary>
    private bool IsServed(Stock stock, SourceName source)
    {
        var order = sources.OrderOf(stock.SourceOrder);
        return stock.ServedSource is not { } served || served == source || source == order[0] || !order.Contains(served);
    }

    private async Task<IReadOnlyList<SourceName>> OrderOfAsync(CreamPieDbContext db, Stock stock, CancellationToken cancellationToken) =>
        [.. sources.OrderOf(stock.SourceOrder).Except(await db.SourceHealth.StoppedAsync(cancellationToken))];
}
