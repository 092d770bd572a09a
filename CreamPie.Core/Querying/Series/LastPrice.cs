using System.Text.Json.Serialization;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Quotes;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Querying.Series;

/// <summary>How current a last price is.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<PriceState>))]
public enum PriceState
{
    /// <summary>The session is open, and the price was made within the last 30 minutes.</summary>
    Open,

    /// <summary>The session of the price is over.</summary>
    Closed,

    /// <summary>Neither: thinly traded, delayed by the source, or not refreshed for a while.</summary>
    Old,
}

/// <summary>The last price of a stock, as a source stated it; not a bar, and in no series. Null throughout while none is known.</summary>
/// <param name="Symbol">Upper case.</param>
/// <param name="Price">In <paramref name="Currency"/>, not adjusted.</param>
/// <param name="PreviousClose">Close of the session before the price's own; null if the source does not state it.</param>
/// <param name="Change"><paramref name="Price"/> minus <paramref name="PreviousClose"/>; null without either.</param>
/// <param name="Currency">As the source writes it (GBp is pence); null if it does not state it.</param>
/// <param name="At">UTC; when the price was made, as the source states.</param>
/// <param name="Day">The exchange's own day at that instant.</param>
/// <param name="AskedAt">UTC; when the source was requested.</param>
/// <param name="DelaySeconds">Age of the price when it was requested.</param>
/// <param name="Source">The source of the price.</param>
/// <param name="State">How current the price is.</param>
/// <param name="Reason">Why there is no price, or no newer one; null if all is well.</param>
/// <param name="Message">The reason as a sentence.</param>
public sealed record LastPrice(
    string Symbol,
    double? Price,
    double? PreviousClose,
    double? Change,
    string? Currency,
    DateTime? At,
    DateOnly? Day,
    DateTime? AskedAt,
    int? DelaySeconds,
    SourceName? Source,
    PriceState? State,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message)
{
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(30);

    internal static LastPrice Of(Stock stock, CurrentQuote asked, DateTime now)
    {
        var reason = asked.Reason?.ToString() ?? (asked.Message is null ? null : asked.Quote is null ? "Pending" : "Waiting");
        if (asked.Quote is not { } quote)
            return new(stock.Symbol, null, null, null, null, null, null, null, null, null, null, reason ?? "Pending", asked.Message);
        var calendar = TradingCalendar.For(stock.Exchange, stock.TimeZone);
        var day = calendar.DayOf(quote.At);
        return new(
            stock.Symbol, quote.Price, quote.PreviousClose,
            quote.PreviousClose is { } before ? Market.Price.Difference(quote.Price, before) : null, quote.Currency,
            quote.At, day, quote.RequestedAt, (int)(quote.RequestedAt - quote.At).TotalSeconds, quote.Source,
            now >= calendar.CloseOf(day) ? PriceState.Closed : now - quote.At <= Recent ? PriceState.Open : PriceState.Old,
            reason, asked.Message);
    }
}
