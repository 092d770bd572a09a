using System.Globalization;
using CreamPie.Core.Archiving;
using CreamPie.Core.Database;
using CreamPie.Core.Market;
using CreamPie.Core.Parsing;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Ingestion;

/// <summary>Rows that are not there are success only if the exchange's calendar proves that no session was due.</summary>
public sealed class Emptiness(IDbContextFactory<CreamPieDbContext> contexts)
{
    /// <param name="empty">What is wrong if something was due.</param>
    internal async Task<Ending> JudgeAsync(Document document, ParseResult.Refused empty, CancellationToken cancellationToken)
    {
        // A whole history has sessions, and a file is dropped for its rows.
        if (document is not { FromDay: { } from, KnownAt: { } knownAt, IsPull: true })
            return Ending.Refuse(empty.Reason, empty.Error);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stock = await db.Stocks.AsNoTracking().SingleOrDefaultAsync(s => s.Id == document.StockId, cancellationToken);
        var due = TradingCalendar.For(stock?.Exchange, stock?.TimeZone).LastFinalSession(knownAt);
        return due >= from
            ? Ending.Refuse(Reason.EmptyUnexpected, empty.Error)
            : new Ending(Outcome.NoData, null, string.Create(
                CultureInfo.InvariantCulture, $"No data from {from:yyyy-MM-dd} on, and no session has completed since then."));
    }
}
