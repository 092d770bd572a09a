using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Quotes;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Series;

/// <summary>The last price: the stored quote, refreshed where the source's limits allow a request.</summary>
public sealed class QuoteQuery(IDbContextFactory<CreamPieDbContext> contexts, QuoteService quotes, TimeProvider time)
{
    /// <summary>Null if there is no such stock.</summary>
    public async Task<LastPrice?> LastAsync(Caller caller, Symbol symbol, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await StockLookup.FindAsync(db, symbol, cancellationToken) is not { } stock)
            return null;
        return LastPrice.Of(stock, await quotes.OfAsync(stock, cancellationToken), time.Now());
    }
}
