using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Storage.Transitions;

/// <summary>
/// Fair turns between requesters, the house being one of them: of each turn every requester has one pull, however many it has queued.
/// A pull gets the turn that is being served, or the one after its requester's last.
/// </summary>
internal static class PullTurns
{
    /// <summary>Named, they make the question for pulls without a turn some entries of an index, however many pulls are queued.</summary>
    private static readonly SourceName[] Sources = Enum.GetValues<SourceName>();

    /// <summary>Assigns turns to queued pulls that have none, in the order of their due times.</summary>
    /// <param name="db">Of the pulls.</param>
    /// <param name="soon">UTC; a pull that waits no longer than until then, for its host to be ready, is being served.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <returns>Number of pulls.</returns>
    public static async Task<int> AssignAsync(CreamPieDbContext db, DateTime soon, CancellationToken cancellationToken)
    {
        if (!await db.Documents.QueuedPulls().AnyAsync(d => Sources.Contains(d.Source) && d.Turn == null, cancellationToken))
            return 0;
        var at = InstantAsMilliseconds.ToParameter(db, soon);
        // One statement, the same on both databases. A retried or paused pull keeps its old turn, which is no longer served.
        return await db.Database.ExecuteSqlAsync(
            $"""
            with queued as (
                select id, coalesce(requester, '') as requester, turn, next_attempt, attempts from document
                where state in ('Planned', 'Waiting') and file_name is null),
            served as (select coalesce(min(turn), 0) as turn from queued where attempts = 0 and next_attempt <= {at}),
            last as (select requester, max(turn) as turn from queued where turn is not null group by requester),
            fresh as (
                select id, requester, row_number() over (partition by requester order by next_attempt, id) - 1 as place
                from queued where turn is null),
            assigned as (
                select fresh.id, fresh.place + case when last.turn >= served.turn then last.turn + 1 else served.turn end as turn
                from fresh cross join served left join last on last.requester = fresh.requester)
            update document set turn = assigned.turn from assigned where document.id = assigned.id and document.turn is null
            """,
            cancellationToken);
    }

    /// <summary>
    /// Another user waits for the first pull of a stock, too: it takes the turn of one who waits for no other pull, and never a
    /// later one.
    /// </summary>
    public static async Task ShareAsync(CreamPieDbContext db, Stock stock, string requester, CancellationToken cancellationToken)
    {
        if (stock.LastSession is not null || await db.Documents.QueuedPulls().AnyAsync(d => d.Requester == requester, cancellationToken))
            return;
        await db.Documents.QueuedPulls().Where(d => d.StockId == stock.Id && d.Attempts == 0).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.Requester, requester).SetProperty(d => d.Turn, (long?)null), cancellationToken);
    }
}
