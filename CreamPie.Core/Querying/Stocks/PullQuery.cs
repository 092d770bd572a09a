using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Stocks;

/// <summary>Answers "how far is it?" for whoever asked for a symbol.</summary>
public sealed class PullQuery(IDbContextFactory<CreamPieDbContext> contexts, TimeProvider time)
{
    /// <summary>Null if there is no such stock, or nothing was pulled for it and nothing will be.</summary>
    public async Task<PullView?> NewestAsync(Caller caller, Symbol symbol, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await Snapshot.BeginAsync(db, cancellationToken);
        if (await StockLookup.FindAsync(db, symbol, cancellationToken) is not { } stock)
            return null;
        // One that is on its way, if there is one: of two sources that are asked the first may wait while the second has failed.
        var pulls = db.Documents.AsNoTracking().Pulls().Where(d => d.StockId == stock.Id).OrderByDescending(d => d.Id);
        var pull = await pulls.Open().FirstOrDefaultAsync(cancellationToken)
            ?? await pulls.FirstOrDefaultAsync(cancellationToken);
        var nothing = new PullView(stock.Symbol, stock.Name, stock.Status, null, null, IsArchived: false, null, null, null, null, 0, null, null);
        if (pull is null)
            return stock.Status == StockStatus.Pending ? nothing : null;
        var view = ViewOf(stock, pull);
        if (view.IsOpen)
            return view;
        // Tracked anew, or the next source will be asked: what came before is not the answer.
        if (stock.Status is StockStatus.Pending or StockStatus.Waiting && stock.NextDue <= time.Now())
            return nothing;
        if (view.State != DocumentState.Loaded)
            return view;
        var stored = (await StoredSeries.ExtentsAsync(db, [stock.Id], cancellationToken)).GetValueOrDefault(stock.Id);
        return view with { Bars = stored?.Days ?? 0, FirstBar = stored?.First, LastBar = stored?.Last };
    }

    private PullView ViewOf(Stock stock, Document pull)
    {
        // Archived bytes whose reading failed for a passing reason wait without the name.
        var waits = pull.State == DocumentState.Waiting
            || (pull.State == DocumentState.Archived && pull.LeaseOwner is null && pull.NextAttempt > time.Now());
        var isOver = !pull.State.IsOpen();
        return new(
            stock.Symbol, stock.Name, stock.Status, pull.Id, pull.State, pull.Sha256 is not null,
            waits || isOver ? pull.Reason : null,
            waits || isOver ? pull.Error : null,
            waits ? pull.NextAttempt : null,
            isOver && stock.IsPulled ? stock.NextDue : null,
            0, null, null);
    }
}
