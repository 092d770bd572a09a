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

    /// <summary>Neither: hardly traded, told late, or nobody could ask for a while.</summary>
    Old,
}

/// <summary>The last price of a stock, as a source told it; not a bar, and in no series.</summary>
/// <param name="Price">In <paramref name="Currency"/>, not adjusted for anything; null if none is known.</param>
/// <param name="PreviousClose">Of the session before the price's own; null if the source does not tell it.</param>
/// <param name="At">When the price was made, as the source says (UTC).</param>
/// <param name="Day">The exchange's own day at that moment.</param>
/// <param name="AskedAt">When the source was asked (UTC).</param>
/// <param name="DelaySeconds">How old the price was when it was asked for.</param>
/// <param name="Reason">Why there is none, or none that is newer; null if all is well.</param>
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
            stock.Symbol, quote.Price, quote.PreviousClose, quote.PreviousClose is { } before ? Rounded(quote.Price - before) : null, quote.Currency,
            quote.At, day, quote.RequestedAt, (int)(quote.RequestedAt - quote.At).TotalSeconds, quote.Source,
            now >= calendar.CloseOf(day) ? PriceState.Closed : now - quote.At <= Recent ? PriceState.Open : PriceState.Old,
            reason, asked.Message);
    }

    // A difference of two decimals, without the noise of binary fractions.
    private static double Rounded(double change) => Math.Round(change, 6);
}
