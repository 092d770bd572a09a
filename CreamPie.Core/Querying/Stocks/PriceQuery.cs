using CreamPie.Core.Accounts;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Stocks;

/// <summary>The newest price of a stock that is stored: a last price, or the last close if no price is newer.</summary>
/// <param name="Symbol">Upper case.</param>
/// <param name="Name">Of the company, fund or index; null if unknown.</param>
/// <param name="Price">In <paramref name="Currency"/>; null if nothing is stored.</param>
/// <param name="PreviousClose">Close of the session before that of the price, adjusted for splits since; null if unknown.</param>
/// <param name="Change"><paramref name="Price"/> minus <paramref name="PreviousClose"/>; null without either.</param>
/// <param name="Currency">As the source writes it (GBp is pence); null if unknown.</param>
/// <param name="Day">The exchange's own day of the price; null without a price.</param>
/// <param name="At">UTC; when the price was made. Null for a close.</param>
/// <param name="Final">True for the close of a session that is over.</param>
/// <param name="Source">Of the price; null without a price.</param>
/// <param name="Exchange">The source's code (NMS) or name (NasdaqGS); null if unknown.</param>
/// <param name="TimeZone">IANA name of the exchange's zone; null if unknown.</param>
public sealed record StoredPrice(
    string Symbol, string? Name, double? Price, double? PreviousClose, double? Change, string? Currency, DateOnly? Day, DateTime? At,
    bool Final, SourceName? Source, string? Exchange, string? TimeZone)
{
    /// <summary>The change as a fraction (0.01 is one percent); null without one, or from a close of 0 or less.</summary>
    public double? RelativeChange => Price is { } price && PreviousClose is > 0 and var before ? price / before - 1 : null;
}

/// <summary>The newest stored prices of many stocks. Nothing is requested from a source for it.</summary>
public sealed class PriceQuery(IDbContextFactory<CreamPieDbContext> contexts)
{
    /// <summary>Stocks of one answer.</summary>
    public const int Most = 1_000;

    /// <summary>The prices of these symbols, in their order; those that are no stock are left out.</summary>
    /// <param name="caller">Needs the Analyst or Admin role.</param>
    /// <param name="symbols">At most <see cref="Most"/>; null for all stocks, by symbol.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    /// <returns>Null if all stocks are wanted, and they are more than <see cref="Most"/>.</returns>
    public async Task<IReadOnlyList<StoredPrice>?> PricesAsync(
        Caller caller, IReadOnlyList<string>? symbols, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await Snapshot.BeginAsync(db, cancellationToken);
        var found = await db.Stocks.AsNoTracking()
            .Where(s => symbols == null || symbols.Contains(s.Symbol))
            .OrderBy(s => s.Symbol)
            .Take(Most + 1)
            .ToListAsync(cancellationToken);
        if (found.Count > Most)
            return null;
        int[] ids = [.. found.Select(s => s.Id)];
        var closes = await RecentCloses.ReadAsync(db, found, 2, cancellationToken);
        var quotes = await db.LastQuotes.AsNoTracking().Where(q => ids.Contains(q.StockId))
            .ToDictionaryAsync(q => q.StockId, cancellationToken);
        var prices = found.Select(s => PriceOf(s, closes.GetValueOrDefault(s.Id) ?? [], quotes.GetValueOrDefault(s.Id)));
        if (symbols is null)
            return [.. prices];
        var bySymbol = prices.ToDictionary(p => p.Symbol);
        return [.. symbols.Distinct().Where(bySymbol.ContainsKey).Select(s => bySymbol[s])];
    }

    private static StoredPrice PriceOf(Stock stock, List<DailyClose> closes, LastQuote? quote)
    {
        DailyClose? last = closes.Count > 0 ? closes[^1] : null;
        if (quote is not null)
        {
            var day = TradingCalendar.For(stock.Exchange, stock.TimeZone).DayOf(quote.At);
            if (last is null || day > last.Value.Date || (day == last.Value.Date && !last.Value.Final))
            {
                var before = quote.PreviousClose ?? CloseBefore(closes, day);
                return Price(stock, quote.Price, before, quote.Currency ?? stock.Currency, day, quote.At, false, quote.Source);
            }
        }
        return Price(
            stock, last?.Close, last is { } close ? CloseBefore(closes, close.Date) : null, stock.Currency, last?.Date, null,
            last?.Final == true, last is null ? null : stock.ServedSource);
    }

    private static double? CloseBefore(List<DailyClose> closes, DateOnly day) =>
        closes.FindLastIndex(c => c.Date < day) is >= 0 and var i ? closes[i].Close : null;

    private static StoredPrice Price(
        Stock stock, double? price, double? before, string? currency, DateOnly? day, DateTime? at, bool isFinal, SourceName? source) => new(
        stock.Symbol, stock.Name, price, before, price is { } p && before is { } b ? Market.Price.Difference(p, b) : null, currency,
        day, at, isFinal, source, stock.Exchange, stock.TimeZone);
}
