using CreamPie.Core.Archiving;
using CreamPie.Core.Database;
using CreamPie.Core.Market;
using CreamPie.Core.Tracking;
using CreamPie.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Ingestion;

/// <summary>Pulls that a person asks for.</summary>
public sealed class Pulls(IDbContextFactory<CreamPieDbContext> contexts, DatabaseClock clock, DueSignal due)
{
    /// <summary>Pulls a tracked stock now (its host's politeness still holds). A pull that is on its way already is that pull.</summary>
    /// <returns>The pull's document; null if the symbol is not tracked, or paused.</returns>
    /// <exception cref="AccessDeniedException">The caller is no admin.</exception>
    public async Task<Document?> RefreshAsync(Caller caller, Symbol symbol, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await StockRow.LockAsync(db, symbol, cancellationToken) is not { IsTracked: true, Status: not StockStatus.Paused } stock)
            return null;
        var pull = await Planner.OpenPulls(db).Where(d => d.StockId == stock.Id).OrderBy(d => d.Id).FirstOrDefaultAsync(cancellationToken);
        if (pull is null)
        {
            pull = Planner.NewPull(stock, $"refresh:{Guid.NewGuid():N}", await clock.NowAsync(db, cancellationToken));
            db.Documents.Add(pull);
            await db.SaveChangesAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
        due.Raise();
        return pull;
    }
}
