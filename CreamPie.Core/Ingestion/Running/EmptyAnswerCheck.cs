using System.Globalization;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Ingestion.Running;

/// <summary>Rows that are not there are success only if the exchange's calendar proves that no session was due.</summary>
public sealed class EmptyAnswerCheck(IDbContextFactory<CreamPieDbContext> contexts)
{
    /// <param name="empty">What is wrong if something was due.</param>
    internal async Task<AttemptResult> JudgeAsync(Document document, ParseResult.Refused empty, CancellationToken cancellationToken)
    {
        // A whole history has sessions, and a file is dropped for its rows.
        if (document is not { FromDay: { } from, KnownAt: { } knownAt, IsPull: true })
            return AttemptResult.Refuse(empty.Reason, empty.Error);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stock = await db.Stocks.AsNoTracking().SingleOrDefaultAsync(s => s.Id == document.StockId, cancellationToken);
        var due = TradingCalendar.For(stock?.Exchange, stock?.TimeZone).LastFinalSession(knownAt);
        return due >= from
            ? AttemptResult.Refuse(Reason.EmptyUnexpected, empty.Error)
            : new AttemptResult(Outcome.NoData, null, string.Create(
                CultureInfo.InvariantCulture, $"No data from {from:yyyy-MM-dd} on, and no session has completed since then."));
    }
}
