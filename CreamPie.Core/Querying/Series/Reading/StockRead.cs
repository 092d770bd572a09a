using CreamPie.Core.Loading.Summaries;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Querying.Series.Reading;

/// <summary>All that an answer about one stock is computed from, of one state of the database.</summary>
/// <param name="Stock">Without what no series needs: its pulls and its name.</param>
/// <param name="Ledger">What its documents say of all days.</param>
/// <param name="History">Its splits and payments.</param>
/// <param name="Calendar">By which its bars are grouped.</param>
/// <param name="Bars">Of whole periods of every interval that may be served, oldest first.</param>
/// <param name="Later">Bars after them, as far as adjusted closes depend on them.</param>
/// <param name="Before">The last session before them; null for none, or if nothing was left out.</param>
internal sealed record StockRead(
    Stock Stock, LedgerSummary Ledger, ActionHistory History, TradingCalendar Calendar, List<StoredBar> Bars,
    IReadOnlyList<StoredBar> Later, DateOnly? Before);
