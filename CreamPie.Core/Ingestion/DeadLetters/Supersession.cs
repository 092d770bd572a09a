using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Core.Storage.Transitions;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Ingestion.DeadLetters;

/// <summary>Supersedes documents that an admin no longer needs.</summary>
public sealed class Supersession(IDbContextFactory<CreamPieDbContext> contexts, AuditTrail audit, DatabaseClock clock)
{
    /// <summary>Takes an unleased document out of the queue for good.</summary>
    /// <returns>False if it is not in the queue, or is leased.</returns>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public async Task<bool> SupersedeAsync(Caller caller, int documentId, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = await clock.NowAsync(db, cancellationToken);
        var superseded = await QueueTransitions.SupersedeOpenAsync(db, documentId, now, cancellationToken);
        var pulled = await db.Documents.Pulls()
            .Where(d => d.Id == documentId)
            .Select(d => d.StockId)
            .SingleOrDefaultAsync(cancellationToken);
        // Locked, so that a concurrent pause is not overwritten.
        if (superseded && await StockLock.LockAsync(db, pulled, cancellationToken) is { NextDue: not null } stock)
            stock.NextDue = TradingCalendar.For(stock.Exchange, stock.TimeZone).NextFinal(now);
        // For the program itself, that is for the job dashboard, the request is what is recorded.
        if (superseded && caller != Caller.System)
            audit.Add(db, caller, AuditAction.DataDecision, $"document {documentId}", detail: "Superseded.");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return superseded;
    }
}
