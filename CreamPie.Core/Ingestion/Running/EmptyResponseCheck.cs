using System.Globalization;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Ingestion.Running;

/// <summary>Judges documents without rows: success only if the trading calendar proves that no session was due.</summary>
public sealed class EmptyResponseCheck(IDbContextFactory<CreamPieDbContext> contexts)
{
    /// <summary>NoData if nothing was due, else the refusal <paramref name="empty"/>.</summary>
    internal async Task<AttemptResult> JudgeAsync(Document document, ParseResult.Refused empty, CancellationToken cancellationToken)
    {
        // A full history and a file must have rows.
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
