using CreamPie.Core.Accounts;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Changes;

/// <summary>A stock whose bars or actions changed.</summary>
/// <param name="Symbol">Upper case.</param>
/// <param name="Version">Of its series now; 0 while it has none.</param>
public sealed record ChangedStock(string Symbol, long Version);

/// <summary>What changed since a cursor.</summary>
/// <param name="Items">Each stock once, in the order of the changes.</param>
/// <param name="Cursor">What to ask with next time; the same as before if nothing changed.</param>
/// <param name="More">True if there are more: ask with the cursor at once.</param>
/// <param name="Reset">
/// True if the list begins anew: without a cursor, or because a stock was deleted or a backup put back since. What it does not name by its
/// last page is gone.
/// </param>
public sealed record ChangePage(IReadOnlyList<ChangedStock> Items, string Cursor, bool More, bool Reset);

/// <summary>Lists stocks by their last change, for mirrors; nothing is kept for any of them.</summary>
public sealed class ChangeQuery(IDbContextFactory<CreamPieDbContext> contexts)
{
    /// <summary>Stocks of a page where no limit is given.</summary>
    public const int DefaultLimit = 1_000;

    /// <summary>Largest limit; callers check it.</summary>
    public const int MaxLimit = 10_000;

    /// <summary>The stocks that changed after a cursor, oldest change first.</summary>
    /// <param name="caller">Needs the Analyst or Admin role.</param>
    /// <param name="since">Of the answer before; null for the first.</param>
    /// <param name="limit">Most stocks of the page.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<ChangePage> ChangesAsync(Caller caller, ChangeCursor? since, int limit, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await Snapshot.BeginAsync(db, cancellationToken);
        var known = since is not null && await StandsAsync(db, since, cancellationToken) ? since : null;
        var after = known?.Number ?? -1;
        var rows = await db.Stocks.Where(s => s.DataChange > after).OrderBy(s => s.DataChange).Take(limit + 1)
            .Select(s => new { s.Id, s.Symbol, s.Version, s.DataChange })
            .ToListAsync(cancellationToken);
        if (known is not null && rows.Count == 0)
            return new([], known.ToString(), More: false, Reset: false);
        var page = rows.Take(limit).ToList();
        var cursor = await CursorAsync(db, page.Count == 0 ? (0, 0) : (page[^1].DataChange, page[^1].Id), cancellationToken);
        return new(
            page.ConvertAll(r => new ChangedStock(r.Symbol, r.Version)), cursor.ToString(), rows.Count > limit, Reset: known is null);
    }

    private static async Task<ChangeCursor> CursorAsync(
        CreamPieDbContext db, (long Number, int Stock) last, CancellationToken cancellationToken)
    {
        var stocks = await db.Stocks.GroupBy(_ => 1).Select(all => new { Count = all.Count(), Newest = all.Max(s => s.Id) })
            .SingleOrDefaultAsync(cancellationToken);
        var document = await db.Documents.OrderByDescending(d => d.Id).Select(d => new { d.Id, d.PlannedAt })
            .FirstOrDefaultAsync(cancellationToken);
        return new(
            last.Number, last.Stock, stocks?.Newest ?? 0, stocks?.Count ?? 0, document?.Id ?? 0,
            ChangeCursor.InstantOf(document?.PlannedAt ?? DateTime.UnixEpoch));
    }

    /// <summary>
    /// False if a backup was put back or a stock deleted since: a number went down, a document that existed is no more or another one (none
    /// is ever deleted), or there are fewer of the stocks of then.
    /// </summary>
    private static async Task<bool> StandsAsync(CreamPieDbContext db, ChangeCursor since, CancellationToken cancellationToken)
    {
        var planned = ChangeCursor.Instant(since.PlannedAt);
        return (since.Stock == 0 || await db.Stocks.AnyAsync(s => s.Id == since.Stock && s.DataChange >= since.Number, cancellationToken))
            && await db.Stocks.CountAsync(s => s.Id <= since.NewestStock, cancellationToken) == since.Stocks
            && (since.Document == 0
                || await db.Documents.AnyAsync(d => d.Id == since.Document && d.PlannedAt == planned, cancellationToken));
    }
}
