using CreamPie.Core.Database;
using CreamPie.Core.Ingestion;
using CreamPie.Core.Market;
using CreamPie.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying;

/// <summary>Answers "what does it cost now?": what is known, made newer where the source may be asked.</summary>
public sealed class QuoteQuery(IDbContextFactory<CreamPieDbContext> contexts, Quotes quotes, TimeProvider time)
{
    /// <summary>Null if there is no such stock.</summary>
    public async Task<LastPrice?> LastAsync(Caller caller, Symbol symbol, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await StockQuery.FindAsync(db, symbol, cancellationToken) is not { } stock)
            return null;
        return LastPrice.Of(stock, await quotes.OfAsync(stock, cancellationToken), time.Now());
    }
}
