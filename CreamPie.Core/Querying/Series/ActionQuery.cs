using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Series;

/// <summary>The current splits, dividends and capital gains of a stock.</summary>
public sealed class ActionQuery(IDbContextFactory<CreamPieDbContext> contexts)
{
    /// <summary>Oldest first; null if there is no such stock.</summary>
    public async Task<ListPage<ActionItem>?> ActionsAsync(Caller caller, Symbol symbol, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await Snapshot.BeginAsync(db, cancellationToken);
        if (await StockLookup.FindAsync(db, symbol, cancellationToken) is not { } stock)
            return null;
        var ledger = await StoredSeries.SummaryAsync(db, stock, cancellationToken);
        var history = await StoredSeries.ActionsAsync(db, stock, ledger, cancellationToken);
        var items = history.Actions.Select(a => new ActionItem(
            a.Action.ExDate,
            a.Action.Kind,
            a.Action.Kind == ActionKind.Split ? null : Adjustment.CashToday(a, history),
            a.Action.Numerator,
            a.Action.Denominator,
            a.Action.Exact,
            a.Action.Kind == ActionKind.Split ? null : a.Action.Currency ?? stock.Currency)).ToList();
        return new(items, items.Count, Next: null, Cursor: null);
    }
}
