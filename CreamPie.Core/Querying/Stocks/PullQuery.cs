using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Operating;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Stocks;

/// <summary>The progress of a stock's newest pull.</summary>
public sealed class PullQuery(IDbContextFactory<CreamPieDbContext> contexts, DatabaseClock clock)
{
    /// <summary>The newest pull; null if there is no such stock, or it has no pull and none is planned.</summary>
    public async Task<PullView?> NewestAsync(Caller caller, Symbol symbol, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await Snapshot.BeginAsync(db, cancellationToken);
        if (await StockLookup.FindAsync(db, symbol, cancellationToken) is not { } stock)
            return null;
        // Prefer an open pull: of two sources the first may wait while the second has already failed.
        var pulls = db.Documents.AsNoTracking().Pulls().Where(d => d.StockId == stock.Id).OrderByDescending(d => d.Id);
        var pull = await pulls.Open().FirstOrDefaultAsync(cancellationToken)
            ?? await pulls.FirstOrDefaultAsync(cancellationToken);
        var now = await clock.NowAsync(db, cancellationToken);
        var nothing = new PullView(
            stock.Symbol, stock.Name, stock.StatusAt(now), null, null, IsArchived: false, null, null, null, null, 0, null, null);
        if (pull is null)
            return stock.Status == StockStatus.Pending ? await OpenAsync(db, nothing, now, cancellationToken) : null;
        var view = ViewOf(stock, pull, now);
        if (view.IsOpen)
            return await OpenAsync(db, view, now, cancellationToken);
        // Tracked again, or the next source is due: the earlier pull is not the answer.
        if (stock.Status is StockStatus.Pending or StockStatus.Waiting && stock.NextDue <= now)
            return await OpenAsync(db, nothing, now, cancellationToken);
        if (view.State != DocumentState.Loaded)
            return view;
        var stored = (await StoredSeries.ExtentsAsync(db, [stock.Id], cancellationToken)).GetValueOrDefault(stock.Id);
        return view with { Bars = stored?.Days ?? 0, FirstBar = stored?.First, LastBar = stored?.Last };
    }

    private static async Task<PullView> OpenAsync(
        CreamPieDbContext db, PullView view, DateTime now, CancellationToken cancellationToken) =>
        view with { LacksWorker = !await db.Nodes.Working(now).AnyAsync(cancellationToken) };

    private static PullView ViewOf(Stock stock, Document pull, DateTime now)
    {
        // Archived bytes whose parse failed for a transient reason also wait, though their state is not Waiting.
        var waits = pull.State == DocumentState.Waiting
            || (pull.State == DocumentState.Archived && pull.LeaseOwner is null && pull.NextAttempt > now);
        var isOver = !pull.State.IsOpen();
        return new(
            stock.Symbol, stock.Name, stock.StatusAt(now), pull.Id, pull.State, pull.Sha256 is not null,
            waits || isOver ? pull.Reason : null,
            waits || isOver ? pull.Error : null,
            waits ? pull.NextAttempt : null,
            isOver && stock.IsPulled ? stock.NextDue : null,
            0, null, null);
    }
}
